import { readFileSync } from 'node:fs';
import { AlaasError, isAlaasError, toAlaasError } from '@alaas/core';
import { Command, CommanderError } from 'commander';
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts';
import { reportError } from './report-error.ts';
import { addDataset } from './verbs/dataset.ts';
import { addDoctor } from './verbs/doctor.ts';
import { addExport } from './verbs/export.ts';
import { addImport } from './verbs/import.ts';
import { addLabel } from './verbs/label.ts';
import { addMembers } from './verbs/members.ts';
import { addModels } from './verbs/models.ts';
import { addPredict } from './verbs/predict.ts';
import { addProject } from './verbs/project.ts';
import { addQuery } from './verbs/query.ts';
import { addReplay } from './verbs/replay.ts';
import { addReview } from './verbs/review.ts';
import { addSelect } from './verbs/select.ts';
import { addServe } from './verbs/serve.ts';
import { addSimulate } from './verbs/simulate.ts';
import { addStrategies } from './verbs/strategies.ts';
import { addWebhooks } from './verbs/webhooks.ts';
import type { World } from './world.ts';

/**
 * Does what a command line says. Never throws: what goes wrong is reported to the world.
 *
 * @param args without the names of Node and of the program
 * @returns the process's exit code
 */
export async function runCommandLine(args: readonly string[], world: World): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = createProgram(world, (ended) => {
    code = ended;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0;
    const error = toError(thrown, world);
    reportError(error, world, args.includes('--json'));
    return exitCodeOf(error);
  }
}

function createProgram(world: World, end: (code: ExitCode) => void): Command {
  const program = new Command('alaas')
    .description('Active learning as a service: give it a pile of unlabelled items, it says which few to label.')
    .version(versionOfThis(), '-V, --version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      writeErr: (text) => world.stderr.write(text),
      getOutHelpWidth: () => world.stdout.columns,
      getErrHelpWidth: () => world.stderr.columns,
      // reportError says it, in the form of all errors
      outputError: () => undefined,
    })
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      `\nExample:\n  ${world.command} query --input photos --budget 100 --out picks.jsonl\n${codes()}`,
    );
  const verbs = {
    'One query:': [addServe, addQuery, addSelect, addSimulate],
    'Label with a model:': [addDataset, addProject, addLabel, addPredict, addExport, addImport, addReplay],
    'People:': [addMembers, addReview, addWebhooks],
    'What there is:': [addStrategies, addModels, addDoctor],
  };
  for (const [heading, adds] of Object.entries(verbs)) {
    program.commandsGroup(heading);
    for (const add of adds) add(program, world, end);
  }
  for (const verb of program.commands) for (const one of [verb, ...verb.commands]) one.addHelpText('after', codes());
  return program;
}

function codes(): string {
  const lines = Object.entries(exitCodes).map(([code, meaning]) => `  ${code.padStart(3)}  ${meaning}`);
  return `\nExit codes:\n${lines.join('\n')}`;
}

function versionOfThis(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}

function toError(thrown: unknown, { interrupted, command }: World): AlaasError {
  if (thrown instanceof CommanderError) return usageError(thrown, command);
  const error = toAlaasError(thrown);
  // whatever broke off on the way out of an interrupted command is not worth a word of its own
  if (interrupted.aborted && !isAlaasError(error, 'CANCELLED')) {
    return new AlaasError('CANCELLED', 'Cancelled.', { cause: error });
  }
  return error;
}

function usageError(error: CommanderError, command: string): AlaasError {
  if (error.code === 'commander.help') {
    return new AlaasError('INVALID_REQUEST', `Say what to do: the verbs are listed above.`);
  }
  const message = error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  const isSuggested = message.includes('Did you mean');
  const tooMany =
    error.code === 'commander.excessArguments' ? ' Quote a pattern, so that the shell does not take it apart.' : '';
  const hint = isSuggested ? '' : ` See \`${command} --help\`.`;
  return new AlaasError('INVALID_REQUEST', `${sentence(message)}${tooMany}${hint}`, { cause: error });
}

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?)]$/.test(capital) ? capital : `${capital}.`;
}
