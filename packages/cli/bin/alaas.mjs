#!/usr/bin/env node
// Plain JavaScript that runs under Node 20.19 and newer: it finds the Node that the rest needs, and starts it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/** The first Node 22 that runs TypeScript by itself. */
const oldestNode = [22, 18];

// decoding images uses the thread pool: one thread per core, and some for files; read by libuv at its first use
process.env.UV_THREADPOOL_SIZE ??= String(availableParallelism() + 4);

if (isNewEnough(process.versions.node)) {
  // stripping types and compiling is half of a short command's time; beside the code, only its owner can write
  module.enableCompileCache?.(join(dirname(dirname(require.resolve('commander'))), '.cache', 'alaas'));
  const source = new URL('../src/main.ts', import.meta.url);
  const main = existsSync(source) ? source : new URL('../dist/main.js', import.meta.url);
  await (await import(main.href)).main();
} else {
  restart();
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
}

/** Starts over under the Node that the packages bring along. */
function restart() {
  const node = findNode();
  if (node === undefined || process.env.ALAAS_RESTARTED !== undefined) {
    const needed = oldestNode.join('.');
    console.error(
      `alaas needs Node ${needed} or newer, and this is ${process.versions.node}. Install a newer Node, or run \`npm install\` here, which brings one along.`,
    );
    process.exitCode = 1;
    return;
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, ALAAS_RESTARTED: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`alaas could not start ${node}: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    if (signal === null) {
      process.exitCode = code ?? 1;
      return;
    }
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** The Node of the npm package `node`, if it is installed. */
function findNode() {
  try {
    const folder = dirname(require.resolve('node/package.json'));
    const file = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}
