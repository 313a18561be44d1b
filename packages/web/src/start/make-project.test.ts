import type { Client } from '@alaas/client';
import { AlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { type Draft, noAdvanced, type Source } from './draft.ts';
import type { Found } from './look-at.ts';
import { makeProject } from './make-project.ts';

const labels = ['spam', 'ham'];
const draft: Draft = { name: 'Mail', task: 'single-label', labels, takesKnown: true, advanced: noAdvanced };
const columns = { id: '', uri: '', text: 'text', label: 'label' };
const found: Found = { items: { count: 2, isMore: false }, modality: 'text', labels, left: 0 };
const imported = { imported: 2 };
const source: Source = { kind: 'input', input: '/data/mail.csv' };

/** A service that has what was made and not deleted; the calls that are named fail. */
function serviceThatFailsAt(...failing: readonly string[]) {
  const there = new Set<string>();
  const call = async (name: string, change: () => unknown = () => undefined) => {
    if (failing.includes(name)) throw new AlaasError('UNREACHABLE', `No answer to ${name}.`);
    change();
  };
  const client = {
    datasets: {
      list: async () => [],
      create: ({ id }: { id: string }) => call('datasets.create', () => there.add(`dataset ${id}`)),
      delete: async (id: string) => {
        // as the service does
        if (there.has('project mail')) throw new AlaasError('CONFLICT', 'Delete the project first.');
        await call('datasets.delete', () => there.delete(`dataset ${id}`));
      },
      push: () => call('datasets.push'),
    },
    projects: {
      list: async () => [],
      create: async ({ id }: { id: string }) => {
        await call('projects.create', () => there.add(`project ${id}`));
        return { id };
      },
    },
    project: (id: string) => ({
      delete: () => call('project.delete', () => there.delete(`project ${id}`)),
      importKnown: async () => {
        await call('importKnown');
        return imported;
      },
    }),
  } as unknown as Client;
  return { there, make: () => makeProject(client, { draft, source, found, columns, onProgress: () => undefined }) };
}

describe('makeProject', () => {
  it('makes a dataset and a project on it', async () => {
    const { there, make } = serviceThatFailsAt();
    expect(await make()).toEqual({ project: 'mail', faults: [], known: imported });
    expect([...there]).toEqual(['dataset mail', 'project mail']);
  });

  it.each(['datasets.push', 'projects.create'])(
    'leaves nothing behind where %s fails, and tells why it did',
    async (failing) => {
      const { there, make } = serviceThatFailsAt(failing);
      await expect(make()).rejects.toMatchObject({ code: 'UNREACHABLE', message: `No answer to ${failing}.` });
      expect([...there]).toEqual([]);
    },
  );

  it('keeps the project where its known answers could not be taken, and tells why', async () => {
    const { there, make } = serviceThatFailsAt('importKnown');
    const made = await make();
    expect(made).toMatchObject({ project: 'mail', faults: [{ of: 'Mail', error: { code: 'UNREACHABLE' } }] });
    expect([...there]).toEqual(['dataset mail', 'project mail']);
  });

  it('tells what failed first, also where nothing can be taken away any more', async () => {
    const { make } = serviceThatFailsAt('projects.create', 'datasets.delete');
    await expect(make()).rejects.toMatchObject({ message: 'No answer to projects.create.' });
  });
});
