import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import { AlaasError, type SimulationPoint, type SimulationRun } from '@alaas/core';
import { fromFailedMessage } from './failed-message.ts';
import type { FromSimulator, SimulateSetup, ToSimulator } from './simulate-message.ts';
import type { RunSpec } from './simulate-run.ts';

/** A process that does one run after the other. */
export class SimulateProcess {
  readonly #child: ChildProcess;
  #said = '';
  /** Told of each message of the run under way. */
  #listener: ((message: FromSimulator) => void) | undefined;
  #fail: (error: AlaasError) => void = () => undefined;
  #gone: AlaasError | undefined;

  private constructor() {
    // TypeScript in the workspace, JavaScript once compiled
    const script = new URL(`./simulate-worker${extname(import.meta.filename)}`, import.meta.url);
    this.#child = fork(script, {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
    });
    this.#child.stderr?.on('data', (text: Buffer) => {
      this.#said = (this.#said + text.toString()).slice(-2000);
    });
    this.#child.on('message', (message: FromSimulator) => this.#listener?.(message));
    this.#child.on('error', (cause) => this.#end(cause));
    this.#child.on('exit', () => this.#end(undefined));
  }

  /** Starts a process and gives it the data. @throws AlaasError `INTERNAL` when it cannot start */
  static async start(setup: SimulateSetup): Promise<SimulateProcess> {
    const process = new SimulateProcess();
    try {
      await process.#exchange({ type: 'start', setup }, 'ready', () => undefined);
      return process;
    } catch (error) {
      await process.stop();
      throw error;
    }
  }

  /** @throws AlaasError what the run throws; `INTERNAL` when the process ends in the middle */
  async run(spec: RunSpec, onRound: (point: SimulationPoint) => void): Promise<SimulationRun> {
    const { run } = await this.#exchange({ type: 'run', spec }, 'done', onRound);
    return run;
  }

  /** Ends the process at once, in the middle of a run too. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined) return;
    const ended = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()));
    this.#child.kill('SIGKILL');
    await ended;
  }

  async #exchange<Type extends FromSimulator['type']>(
    message: ToSimulator,
    awaited: Type,
    onRound: (point: SimulationPoint) => void,
  ): Promise<Extract<FromSimulator, { type: Type }>> {
    if (this.#gone !== undefined) throw this.#gone;
    const answered = Promise.withResolvers<Extract<FromSimulator, { type: Type }>>();
    this.#fail = answered.reject;
    this.#listener = (answer) => {
      if (answer.type === 'round') onRound(answer.point);
      else if (answer.type === 'failed') answered.reject(fromFailedMessage(answer));
      else if (answer.type === awaited) answered.resolve(answer as Extract<FromSimulator, { type: Type }>);
    };
    this.#child.send(message, (error) => {
      if (error !== null) this.#end(error);
    });
    return await answered.promise;
  }

  #end(cause: unknown): void {
    this.#gone ??= new AlaasError(
      'INTERNAL',
      'A simulation process ended unexpectedly. Start the simulation again: finished runs are kept.',
      { cause: cause ?? this.#said },
    );
    this.#fail(this.#gone);
  }
}
