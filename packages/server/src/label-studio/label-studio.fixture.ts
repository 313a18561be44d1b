import type { ProjectCreate } from '@alaas/core';
import type { AppOptions } from '../app.ts';
import { type Answer, type CallOptions, createTestApp, type TestApp } from '../testing/test-app.ts';

export const spamConfig = `
<View>
  <Text name="text" value="$text"/>
  <Choices name="kind" toName="text" choice="single">
    <Choice value="spam"/>
    <Choice value="ham"/>
  </Choices>
</View>`;

/** The service with a project, as Label Studio sees it. */
export interface LabelStudioBench extends TestApp {
  /** Calls a path below the address of the backend. */
  ls(method: 'GET' | 'POST', path: string, body?: object, options?: CallOptions): Promise<Answer>;
  /** Calls a path of the project in the API. */
  api(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object): Promise<Answer>;
  /** Waits for the end of a training. */
  finished(job: string): Promise<void>;
  /** The version that has learnt all answers that there are. */
  settled(): Promise<string>;
  close(): Promise<void>;
}

const letters = Array.from({ length: 40 }, (_, i) => ({
  id: `letter-${i}`,
  text: i % 2 === 0 ? `win cash ${'w'.repeat(i)}` : `see you at home ${'m'.repeat(i)}`,
}));

/** What the letter of this number is. */
export function truthOf(i: number): 'spam' | 'ham' {
  return i % 2 === 0 ? 'spam' : 'ham';
}

/** A project "mail" over forty letters, of which every other one is spam. */
export async function openLabelStudio(
  settings: Partial<ProjectCreate> = {},
  options: Partial<AppOptions> = {},
): Promise<LabelStudioBench> {
  const test = await createTestApp(options);
  const token = options.token === undefined ? {} : { authorization: `Bearer ${options.token}` };
  const call = (method: 'GET' | 'POST' | 'PATCH', url: string, body?: object, given: CallOptions = {}) =>
    test.call(method, url, { headers: token, ...given, ...(body === undefined ? {} : { body }) });
  await call('POST', '/v1/datasets', { id: 'letters' });
  await call('POST', '/v1/datasets/letters/items', { items: letters });
  const labels = [{ name: 'spam' }, { name: 'ham' }];
  await call('POST', '/v1/projects', { id: 'mail', dataset: 'letters', labels, testShare: 0, ...settings });
  const bench: LabelStudioBench = {
    ...test,
    ls: (method, path, body, given) => call(method, `/label-studio/mail${path}`, body, given),
    api: (method, path, body) => call(method, `/v1/projects/mail${path}`, body),
    async settled() {
      const { json } = await bench.ls('POST', '/webhook', { action: 'START_TRAINING', project: lsProject });
      await bench.finished(json.result.job);
      return (await bench.ls('POST', '/setup', setup())).json.model_version;
    },
    async finished(job) {
      for (;;) {
        const { json } = await bench.ls('POST', '/job_status', { job });
        if (json.job_status === 'finished') return;
        if (!['queued', 'started'].includes(json.job_status)) throw new Error(`The training ${json.job_status}.`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    close: () => test.app.close(),
  };
  return bench;
}

/** The body of /setup. */
export function setup(schema = spamConfig): object {
  const access = { access_token: 'abc', extra_params: null };
  return { project: '8.1720185484', schema, hostname: 'http://localhost:8080', ...access };
}

/** A task of Label Studio that shows a letter. */
export function letterTask(i: number, data: object = {}): { id: number; data: object; [key: string]: unknown } {
  const { id, text } = letters[i] ?? { id: `letter-${i}`, text: `new letter ${i}` };
  const counts = { total_annotations: 0, cancelled_annotations: 0, total_predictions: 0 };
  const times = { created_at: '2024-07-05T13:00:00.000000Z', updated_at: '2024-07-05T13:00:00.000000Z' };
  return {
    id: 100 + i,
    data: { id, text, ...data },
    meta: {},
    is_labeled: false,
    overlap: 1,
    project: 8,
    ...counts,
    ...times,
  };
}

export function predict(tasks: readonly object[], config = spamConfig): object {
  const params = { login: null, password: null, hostname: 'http://localhost:8080', context: null };
  return { tasks, project: '8.1720185484', label_config: config, params };
}

/** An annotation of Label Studio that chooses a label. */
export function choice(id: number, label: string, more: object = {}): object {
  const value = { choices: [label] };
  return {
    id,
    result: [{ id: `r${id}`, from_name: 'kind', to_name: 'text', type: 'choices', origin: 'manual', value }],
    was_cancelled: false,
    ground_truth: false,
    created_at: '2024-07-05T13:18:24.130642Z',
    updated_at: '2024-07-05T13:18:24.130665Z',
    lead_time: 7.935,
    prediction: {},
    result_count: 0,
    completed_by: 1,
    ...more,
  };
}

/** The part of a webhook that tells of the project. */
export const lsProject = {
  id: 8,
  title: 'Mail',
  label_config: spamConfig,
  sampling: 'Sequential sampling',
  model_version: '',
};

/** The body of a webhook about the annotation of one letter. */
export function annotated(action: string, i: number, annotation: object): object {
  const task = letterTask(i);
  return { action, annotation: { task: task.id, project: 8, ...annotation }, task, project: lsProject };
}
