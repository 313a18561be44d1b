import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@alaas/client';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { expect } from 'vitest';
import { type Service, startService } from '../service.fixture.ts';

/** Where Debian, Ubuntu and Fedora put it; the variable CHROMIUM names another one. */
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const executablePath = [process.env.CHROMIUM ?? '', ...places].find((path) => path !== '' && existsSync(path));

/** Why the tests in a browser cannot run here; undefined: they can. */
export const noBrowser =
  executablePath === undefined
    ? 'there is no Chromium here: install the package "chromium", or name its program in CHROMIUM'
    : undefined;

const root = join(import.meta.dirname, '../..');
const built = join(root, 'packages/web/dist');
/** Screenshots, kept after the run. */
const screenshots = join(root, 'test-output/screenshots');

export interface Ui {
  readonly browser: Browser;
  readonly service: Service;
  /** The same service, for what a test prepares and looks up. */
  readonly client: Client;
  /** The same service, for somebody else. */
  clientOf(token: string): Client;
  /** Absolute folder for files of the test. */
  readonly folder: string;
  /** A new browser profile with an open page. Faults of its scripts are in `faults`. */
  open(path: string, options?: OpenOptions): Promise<Opened>;
  /** Ends the service without notice. */
  kill(): Promise<void>;
  /** Ends the service without notice where it runs, and starts it again at the same address. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark' | 'contrast';
  readonly language?: 'en' | 'zh';
  readonly token?: string;
}

export interface Opened {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What scripts threw, and what the content security policy refused. */
  readonly faults: readonly string[];
}

/** A service with its web interface in a process of its own, and a browser. */
export async function openUi(options: { readonly token?: string } = {}): Promise<Ui> {
  const folder = await mkdtemp(join(tmpdir(), 'alaas-ui-'));
  const start = (port?: number) => startService({ folder, ui: built, port, ...options }).listening;
  let service = await start();
  const browser = await chromium.launch({
    executablePath: executablePath as string,
    // a container has no sandbox to give, nor much shared memory
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--autoplay-policy=no-user-gesture-required'],
  });
  const { url } = service;
  return {
    browser,
    get service() {
      return service;
    },
    client: createClient({ url, token: options.token }),
    clientOf: (token) => createClient({ url, token }),
    folder,
    async open(path, { width = 1280, height = 800, theme = 'light', language = 'en', token = options.token } = {}) {
      const context = await browser.newContext({
        viewport: { width, height },
        locale: language === 'zh' ? 'zh-CN' : 'en-GB',
        reducedMotion: 'reduce',
        acceptDownloads: true,
        baseURL: url,
      });
      await context.addInitScript(
        ([preferences, given]) => {
          localStorage.setItem('alaas.preferences', preferences as string);
          if (given !== null) localStorage.setItem('alaas.token', given as string);
        },
        [JSON.stringify({ theme, language }), token === undefined ? null : JSON.stringify(token)] as const,
      );
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' && /Content Security Policy/.test(message.text())) faults.push(message.text());
      });
      await page.goto(path);
      return { page, context, faults };
    },
    kill: () => service.kill(),
    async restart() {
      await service.kill();
      service = await start(Number(new URL(url).port));
    },
    async close() {
      await browser.close();
      await service.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface AxeResult {
  readonly violations: readonly { id: string; help: string; nodes: readonly { target: readonly unknown[] }[] }[];
}

/** Fails where the page breaks a rule of WCAG 2.2 A or AA, as axe-core finds it. */
export async function expectAccessible(page: Page): Promise<void> {
  const script = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // through the debugger's own world: the page's content security policy stays as it is
  await page.evaluate(script);
  const { violations } = await page.evaluate(async () => {
    const axe = (globalThis as unknown as { axe: { run(options: unknown): Promise<AxeResult> } }).axe;
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    return await axe.run({ runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
  });
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help} (${nodes.map((n) => n.target.join(' ')).join(', ')})`,
  );
  expect(found, page.url()).toEqual([]);
}

/** Keeps a picture of the page among the test's output. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`) });
}

/** The same for a picture that a guide shows: `GUIDE_PICTURES=1` puts it into the guides too. */
export async function keepGuidePicture(page: Page, name: string): Promise<void> {
  await keepScreenshot(page, `guide-${name}`);
  if (process.env.GUIDE_PICTURES !== '1') return;
  // a palette halves what every clone has to fetch
  await sharp(join(screenshots, `guide-${name}.png`))
    .png({ palette: true, effort: 10 })
    .toFile(join(root, 'docs/guides/pictures', `${name}.png`));
}
