import { z } from 'zod';
import { AlaasError, type ErrorCode } from './errors.ts';
import { nearest } from './nearest.ts';

/** One thing wrong with a value from outside. */
export interface Fault {
  /** Where: `active_learning.strategy.type`, or empty for the whole. */
  readonly path: string;
  readonly message: string;
}

/**
 * `value` checked by `schema`, with defaults filled in.
 *
 * @param what names the value in the message: "alaas.yml", "the request body"
 * @throws AlaasError `code`, listing every problem at once in its message and as {@link Fault}s in `details`
 */
export function check<T extends z.ZodType>(schema: T, value: unknown, what: string, code: ErrorCode): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.flatMap((issue) => faultsOf(issue, schema));
  const lines = faults.map((fault) => (fault.path === '' ? fault.message : `${fault.path}: ${fault.message}`));
  const title = lines.length === 1 ? `A problem in ${what}` : `${lines.length} problems in ${what}`;
  throw new AlaasError(code, `${title}: ${lines.join('; ')}.`, { details: faults });
}

function faultsOf(issue: z.core.$ZodIssue, schema: z.ZodType): Fault[] {
  const path = formatPath(issue.path);
  if (issue.code === 'invalid_union') {
    const meant = meantBranch(issue.errors);
    if (meant !== undefined) {
      return meant.flatMap((inner) => faultsOf({ ...inner, path: [...issue.path, ...inner.path] }, schema));
    }
  }
  if (issue.code !== 'unrecognized_keys') return [{ path, message: lowerFirst(issue.message) }];
  const known = knownKeys(schema, issue.path);
  return issue.keys.map((key) => {
    const meant = nearest(key, known);
    const hint = meant === undefined ? `known keys: ${known.join(', ')}` : `did you mean "${meant}"?`;
    return { path: formatPath([...issue.path, key]), message: `unknown key; ${hint}` };
  });
}

/** Of a union, what is wrong with the branch of the right type: an object that was given, not the text it could have been. */
function meantBranch(branches: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue[] | undefined {
  return branches.find((issues) => !issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0));
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${String(part)}`))
    .join('');
}

/** Keys the object at `path` may have, found by walking the schema through its wrappers. */
function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let here = unwrap(schema);
  for (const part of path) {
    if (here instanceof z.ZodObject) here = unwrap(here.shape[String(part)] as z.ZodType);
    else if (here instanceof z.ZodArray) here = unwrap(here.element as z.ZodType);
    else break;
  }
  return here instanceof z.ZodObject ? Object.keys(here.shape) : [];
}

/** The schema inside defaults and the like; of a union, its object or array. */
function unwrap(schema: z.ZodType | undefined): z.ZodType | undefined {
  let here = schema;
  while (
    here instanceof z.ZodOptional ||
    here instanceof z.ZodDefault ||
    here instanceof z.ZodPrefault ||
    here instanceof z.ZodNullable
  ) {
    here = here.unwrap() as z.ZodType;
  }
  if (here instanceof z.ZodPipe) return unwrap(here.in as z.ZodType);
  if (!(here instanceof z.ZodUnion)) return here;
  return here.options.find((option) => option instanceof z.ZodObject || option instanceof z.ZodArray) as z.ZodType;
}
