import type { Ui } from './browser.fixture.ts';

/** What the first load of a page costs somebody who was never there. Times in milliseconds since its navigation began. */
export interface FirstLoad {
  /** Of scripts as they came over the wire, until the page has what it waits for. */
  readonly scriptBytes: number;
  readonly scripts: number;
  readonly firstPaintMs: number;
  readonly largestPaintMs: number;
  /** Beyond 50 ms of each task that took longer. */
  readonly blockingMs: number;
  /** Cumulative layout shift. */
  readonly shift: number;
}

interface Entry {
  readonly startTime: number;
  readonly duration: number;
  readonly value?: number;
}

interface Observer {
  observe(options: { type: string; buffered: boolean }): void;
}

/** Loads a page with an empty cache, until a selector is on it. */
export async function measureFirstLoad(ui: Ui, path: string, selector: string): Promise<FirstLoad> {
  const context = await ui.browser.newContext({ baseURL: ui.service.url, viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    const network = await context.newCDPSession(page);
    const scripts = new Set<string>();
    let scriptBytes = 0;
    network.on('Network.responseReceived', ({ requestId, type }) => {
      if (type === 'Script') scripts.add(requestId);
    });
    network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (scripts.has(requestId)) scriptBytes += encodedDataLength;
    });
    await network.send('Network.enable');
    await page.goto(path);
    await page.locator(selector).first().waitFor();
    const entries = await page.evaluate(async (types) => {
      const { PerformanceObserver, requestAnimationFrame } = globalThis as unknown as {
        PerformanceObserver: new (run: (list: { getEntries(): Entry[] }) => void) => Observer;
        requestAnimationFrame(run: () => void): void;
      };
      const found: Record<string, Entry[]> = {};
      for (const type of types) {
        const kept: Entry[] = [];
        found[type] = kept;
        const observer = new PerformanceObserver((list) => {
          for (const { startTime, duration, value = 0 } of list.getEntries()) kept.push({ startTime, duration, value });
        });
        observer.observe({ type, buffered: true });
      }
      // what is buffered is handed over before the frame after next
      for (let frame = 0; frame < 3; frame++) await new Promise<void>((resolve) => requestAnimationFrame(resolve));
      return found;
    }, entryTypes);
    const times = (type: (typeof entryTypes)[number]) => entries[type] ?? [];
    return {
      scriptBytes,
      scripts: scripts.size,
      firstPaintMs: times('paint').at(-1)?.startTime ?? Number.NaN,
      largestPaintMs: times('largest-contentful-paint').at(-1)?.startTime ?? Number.NaN,
      blockingMs: times('longtask').reduce((sum, { duration }) => sum + Math.max(0, duration - 50), 0),
      shift: times('layout-shift').reduce((sum, { value = 0 }) => sum + value, 0),
    };
  } finally {
    await context.close();
  }
}

const entryTypes = ['paint', 'largest-contentful-paint', 'longtask', 'layout-shift'] as const;
