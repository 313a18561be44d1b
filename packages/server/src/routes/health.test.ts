import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AlaasError } from '@alaas/core';
import { afterEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../testing/test-app.ts';

let service: TestApp;

afterEach(() => service.app.close());

describe('/readyz', () => {
  it('is ready when engine and database are', async () => {
    service = await createTestApp();
    const { status, json } = await service.call('GET', '/readyz');
    expect({ status, json }).toEqual({ status: 200, json: { status: 'ready' } });
  });

  it('is not when the engine’s store fails, and does not say where it is', async () => {
    service = await createTestApp();
    service.engine.dataset = () => {
      throw new AlaasError('STORE_CORRUPT', '/var/lib/alaas/store.db is damaged.');
    };
    const { status, json, text } = await service.call('GET', '/readyz');
    expect({ status, code: json.code }).toEqual({ status: 503, code: 'NOT_READY' });
    expect(text).not.toContain('/var');
    expect((await service.call('GET', '/healthz')).status).toBe(200);
  });
});

describe('/metrics', () => {
  it('counts requests by route, jobs by state and inferred items, and names no item', async () => {
    const storage = mkdtempSync(join(tmpdir(), 'alaas-metrics-'));
    service = await createTestApp({ storage });
    const body = { items: [{ uri: 'https://secret.example/a.jpg' }, { uri: 'b.jpg' }], budget: 1 };
    await service.call('POST', '/v1/queries', { body, headers: { prefer: 'wait=30' } });
    await service.call('GET', '/v1/jobs/secret-id');
    await service.call('GET', '/secret-path');
    const { text, headers } = await service.call('GET', '/metrics');
    expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text).toContain('alaas_http_request_seconds_count{method="POST",route="/v1/queries",status="200"} 1');
    expect(text).toContain('alaas_http_request_seconds_count{method="GET",route="/v1/jobs/:id",status="404"} 1');
    expect(text).toContain('alaas_http_request_seconds_count{method="GET",route="none",status="404"} 1');
    expect(text).toContain('alaas_jobs{state="done"} 1');
    expect(text).toContain('alaas_jobs{state="failed"} 0');
    expect(text).toContain('alaas_items_inferred_total 2');
    expect(text).toContain('process_resident_memory_bytes');
    expect(text).not.toContain('secret');
    expect(text).not.toContain(storage);
    rmSync(storage, { recursive: true });
  });
});
