// Plain JavaScript without dependencies, for Node 20.19 and newer: it runs before anything is installed.
//
//     node scripts/run.mjs start|test|e2e|bench [arguments]
//
// installs the packages of package-lock.json if they are not there, and runs the task with them.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
/** npm writes it last, when every package is in place: what it lists is installed. */
const installedLock = join(modules, '.package-lock.json');

/** Programs by task: they run one after another, as long as all goes well; the last one gets the arguments. */
const tasks = {
  start: [['scripts/build-web.ts'], ['packages/cli/bin/alaas.mjs', 'serve', '--sample']],
  test: [['scripts/test.ts']],
  e2e: [['scripts/build-web.ts'], ['scripts/test.ts', '--only', 'ui']],
  bench: [['benchmarks/run.ts']],
};

const [name = '', ...args] = process.argv.slice(2);
if (Object.hasOwn(tasks, name)) {
  process.exitCode = isInstalled() ? 0 : await install();
  if (process.exitCode === 0) process.exitCode = await run(tasks[name], args);
} else {
  console.error(`There is no task "${name}". Say: node scripts/run.mjs ${Object.keys(tasks).join('|')} [arguments]`);
  process.exitCode = 2;
}

/** Whether node_modules holds what package-lock.json says, in the same versions. */
function isInstalled() {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const there = packagesOf(installedLock);
  if (wanted === undefined || there === undefined) return false;
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    // the root is no package of its own; those of other platforms are not installed
    if (path === '' || (optional && there[path] === undefined)) return true;
    return there[path]?.version === version && there[path]?.integrity === integrity;
  });
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * `npm install --no-save`, and not `npm ci`: that refuses a lock file without the packages of platforms that the
 * registry of its writer did not have, and would fail on those very platforms.
 */
async function install() {
  // what an interrupted install left behind cannot be told from whole packages; and while this one runs, the list of
  // an earlier one is not true any more
  rmSync(existsSync(installedLock) ? installedLock : modules, { recursive: true, force: true });
  console.error('Installing the packages of package-lock.json into node_modules ...');
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  // npm shows a bar of its own on a terminal, and nothing elsewhere
  const ticker = setInterval(() => {
    if (!process.stderr.isTTY) console.error(`... still installing after ${seconds()} s`);
  }, 5000);
  const [program, first] = npm();
  const flags = ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  // the script of onnxruntime-node fetches nothing but CUDA libraries
  const code = await execute(program, [...first, ...flags], { ONNXRUNTIME_NODE_INSTALL: 'skip' });
  clearInterval(ticker);
  if (code === 0) console.error(`Installed in ${seconds()} s.`);
  else console.error(`npm install failed with ${code}: its words are above. Correct that, and run the same again.`);
  return code;
}

/** The npm that started this script, or the one on the path. */
function npm() {
  const script = process.env.npm_execpath;
  if (script !== undefined && /npm-cli\.c?js$/.test(script)) return [process.execPath, [script]];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
}

async function run(task, more) {
  for (const step of task.slice(0, -1)) {
    const code = await runProgram(step);
    if (code !== 0) return code;
  }
  return await runProgram([...task.at(-1), ...more]);
}

function runProgram([script, ...more]) {
  return execute(findNode(), [join(root, script), ...more], {
    PATH: `${join(modules, '.bin')}${delimiter}${process.env.PATH ?? ''}`,
  });
}

/** The Node that the packages brought along. Without install scripts it is not there, and this one has to do. */
function findNode() {
  const brought = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(brought) ? brought : process.execPath;
}

/** Runs a program to its end, with this one's streams, and passes signals on. Gives its exit code. */
function execute(program, args, env) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
      // Windows starts .cmd files through a shell alone
      shell: program.endsWith('.cmd'),
    });
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    const passOn = (signal) => child.kill(signal);
    for (const signal of signals) process.on(signal, passOn);
    const end = (code) => {
      for (const signal of signals) process.off(signal, passOn);
      resolve(code);
    };
    child.on('error', (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      end(127);
    });
    // shells say 128 + n for a program that signal n ended
    child.on('exit', (code, signal) => end(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}
