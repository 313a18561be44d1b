/** What the lines for a terminal need to know. */
export interface CurlOptions {
  /** Of the service: scheme, host and port. */
  readonly origin: string;
  readonly project: string;
  /**
   * What opens the service. `variable`: the line reads it from ALAAS_TOKEN. `none`: the service asks for none. Else the token
   * itself, which then stands in the line.
   */
  readonly token: 'variable' | 'none' | { readonly value: string };
}

/** Asks the model about an input. @param item as the body of the request has it */
export function predictLine(options: CurlOptions, item: Readonly<Record<string, string>>): string {
  const body = JSON.stringify({ items: [item] });
  return line(options, 'predict', `-H 'content-type: application/json' -d ${quoted(body)}`);
}

/** Fetches the model as an ONNX file, under the name that the service gives it. */
export function downloadLine(options: CurlOptions, isJoined: boolean): string {
  return line(options, isJoined ? 'model.onnx?joined=true' : 'model.onnx', '-OJ');
}

function line({ origin, project, token }: CurlOptions, path: string, rest: string): string {
  const url = `${origin}/v1/projects/${encodeURIComponent(project)}/${path}`;
  return ['curl', ...header(token), rest, quoted(url)].join(' ');
}

function header(token: CurlOptions['token']): string[] {
  if (token === 'none') return [];
  // double quotes let the shell put the variable in
  if (token === 'variable') return ['-H "authorization: Bearer $ALAAS_TOKEN"'];
  return [`-H ${quoted(`authorization: Bearer ${token.value}`)}`];
}

/** A word of a shell's line that means itself. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
