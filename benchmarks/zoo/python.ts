import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Threads of either side. */
export const THREADS = 2;

const REQUIREMENTS = 'benchmarks/zoo/requirements.txt';

/** A Python that has what the other side needs. */
export interface Python {
  /** What it lacks, and what to do: nothing can be run. */
  readonly missing?: string;
  /** For the table: versions of Python, NumPy and scikit-learn. */
  readonly versions: string;
  /**
   * Runs a script of this folder in a process of its own, with its arguments as JSON; what it says on the error stream is
   * shown.
   *
   * @returns the JSON that it prints
   */
  run<T>(script: string, args: object): Promise<T>;
}

/** The Python that the environment names, or the one on the path. */
export async function findPython(): Promise<Python> {
  const program = process.env.ALAAS_BENCH_PYTHON ?? 'python3';
  const env = environment();
  const versions = 'import sys, numpy, sklearn; print(sys.version.split()[0], numpy.__version__, sklearn.__version__)';
  let found: string[];
  try {
    const { stdout } = await promisify(execFile)(program, ['-c', versions], { env });
    found = stdout.trim().split(' ');
  } catch {
    return absent(
      `${program} has no NumPy and scikit-learn. Say: ${program} -m pip install -r ${REQUIREMENTS}; or name another Python in ALAAS_BENCH_PYTHON`,
    );
  }
  const [python, numpy, sklearn] = found;
  return {
    versions: `Python ${python}, NumPy ${numpy}, scikit-learn ${sklearn}`,
    async run<T>(script: string, args: object): Promise<T> {
      const path = fileURLToPath(new URL(`./${script}`, import.meta.url));
      const child = spawn(program, [path, JSON.stringify(args)], { env, stdio: ['ignore', 'pipe', 'inherit'] });
      let out = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        out += text;
      });
      const [code] = (await once(child, 'close')) as [number | null];
      if (code !== 0) throw new Error(`${script} ended with ${code}`);
      return JSON.parse(out) as T;
    },
  };
}

function absent(missing: string): Python {
  return { versions: 'no Python', missing, run: () => Promise.reject(new Error(missing)) };
}

/** As many threads as our side has, and the linear algebra library's own choice of everything else. */
function environment(): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...env } = process.env;
  for (const library of ['OMP', 'OPENBLAS', 'MKL']) env[`${library}_NUM_THREADS`] = String(THREADS);
  return env;
}
