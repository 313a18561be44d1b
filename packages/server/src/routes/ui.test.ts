import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../testing/test-app.ts';

let folder: string;
let test: TestApp;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'alaas-ui-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><style nonce="ALAAS_CSP_NONCE"></style>');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'assets/.hidden'), 'secret');
  writeFileSync(join(folder, 'assets/app-1a2b.js'), 'let x;');
  test = await createTestApp({ ui: folder, token: 'correct-horse-battery-staple' });
});

afterEach(async () => {
  await test.app.close();
  rmSync(folder, { recursive: true });
});

describe('the web interface', () => {
  it('is one page at every address of its own, with a nonce that no other answer has', async () => {
    const nonces = new Set<string>();
    for (const path of ['/', '/new', '/projects/mail/annotate', '/projects/..%2f..%2fsecret.txt', '/projects/%00']) {
      const { status, text, headers } = await test.call('GET', path);
      expect([path, status, headers['content-type']]).toEqual([path, 200, 'text/html; charset=utf-8']);
      const policy = String(headers['content-security-policy']);
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
      expect(text).toBe(`<!doctype html><style nonce="${nonce}"></style>`);
      expect(policy).not.toMatch(/unsafe|\*/);
      nonces.add(nonce);
      expect(headers).toMatchObject({
        'cache-control': 'no-cache',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
    }
    expect(nonces.size).toBe(5);
    expect((await test.call('HEAD', '/')).text).toBe('');
  });

  it('gives its files, and once more only when they have changed', async () => {
    const { status, text, headers } = await test.call('GET', '/assets/app-1a2b.js');
    expect([status, text]).toEqual([200, 'let x;']);
    expect(headers['cache-control']).toContain('immutable');
    const same = await test.call('GET', '/assets/app-1a2b.js', { headers: { 'if-none-match': String(headers.etag) } });
    expect([same.status, same.text]).toEqual([304, '']);
  });

  it.each([
    '/assets/../secret.txt',
    '/assets/..%2fsecret.txt',
    '/assets/%2e%2e/secret.txt',
    '/assets/%2e%2e%2fsecret.txt',
    '/assets/..%252fsecret.txt',
    '/assets/..%5csecret.txt',
    '/assets//secret.txt',
    '/assets/.hidden',
    '/assets/',
    '/assets/app-1a2b.js%00.txt',
    '/secret.txt',
    '/index.html',
  ])('keeps %s to itself', async (path) => {
    const { status, text } = await test.call('GET', path);
    expect(text).not.toBe('secret');
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });

  it('answers nobody who calls the service by a name that another site points here', async () => {
    const local = await createTestApp({ ui: folder });
    try {
      for (const path of ['/', '/projects/x', '/assets/app-1a2b.js']) {
        expect((await local.call('GET', path, { headers: { host: 'evil.example' } })).status, path).toBe(403);
        expect((await local.call('GET', path, { headers: { origin: 'http://evil.example' } })).status, path).toBe(403);
      }
    } finally {
      await local.app.close();
    }
  });
});
