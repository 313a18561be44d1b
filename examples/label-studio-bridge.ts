/**
 * Plays Label Studio: sets a project up as its machine learning backend, tells of tasks and annotations, asks for predictions.
 * Usage: node examples/label-studio-bridge.ts
 *
 * The real one does the same once `ALAAS_URL/label-studio/PROJECT` stands in its settings, under Model.
 */
import { createClient } from '@alaas/client';

const { ALAAS_URL: url = 'http://127.0.0.1:60035', ALAAS_TOKEN: token } = process.env;
const client = createClient({ url, token });
const id = `mood-${Date.now()}`;
await client.datasets.create({ id });
await client.projects.create({ id, dataset: id, labels: [{ name: 'glad' }, { name: 'sad' }] });

/** One call, as Label Studio makes it: its password is the token. */
async function call(path: string, body?: object): Promise<Record<string, unknown>> {
  const answer = await fetch(`${url}/label-studio/${id}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'user-agent': 'heartex/1.13.0',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Basic ${btoa(`label-studio:${token}`)}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json = (await answer.json()) as Record<string, unknown>;
  if (!answer.ok) throw new Error(`${answer.status} ${json.detail}`);
  return json;
}

const labelConfig = `<View>
  <Text name="text" value="$text"/>
  <Choices name="mood" toName="text"><Choice value="glad"/><Choice value="sad"/></Choices>
</View>`;
const project = '8.1720185484';
const about = { id: 8, title: 'Moods', label_config: labelConfig };

const words = { glad: ['happy', 'lovely', 'great', 'sunny'], sad: ['lost', 'broken', 'awful', 'grey'] };
const tasks = [...words.glad, ...words.sad].flatMap((word, i) => [
  { id: 2 * i + 1, data: { text: `What a ${word} morning` } },
  { id: 2 * i + 2, data: { text: `It was ${word}, all of it` } },
]);

console.log((await call('/health')).status);
const { model_version: before } = await call('/setup', {
  project,
  schema: labelConfig,
  hostname: 'http://127.0.0.1:8080',
});
console.log(before);
console.log((await call('/webhook', { action: 'TASKS_CREATED', tasks, project: about })).result);

for (const task of tasks.slice(0, -1)) {
  const label = words.glad.some((word) => task.data.text.includes(word)) ? 'glad' : 'sad';
  const result = [{ from_name: 'mood', to_name: 'text', type: 'choices', value: { choices: [label] } }];
  const annotation = {
    id: 100 + task.id,
    task: task.id,
    result,
    completed_by: 1,
    was_cancelled: false,
    lead_time: 2.5,
  };
  await call('/webhook', { action: 'ANNOTATION_CREATED', annotation, task, project: about });
}

const { result } = await call('/webhook', { action: 'START_TRAINING', project: about });
const { job } = result as { job: string };
for (let state: unknown = 'queued'; state === 'queued' || state === 'started'; ) {
  await new Promise((resolve) => setTimeout(resolve, 100));
  state = (await call('/job_status', { job })).job_status;
}

const { model_version: after } = await call('/setup', {
  project,
  schema: labelConfig,
  hostname: 'http://127.0.0.1:8080',
});
console.log(after);
const unseen = [...tasks.slice(-1), { id: 99, data: { text: 'What a happy, sunny day' } }];
const { results } = await call('/predict', { tasks: unseen, project, label_config: labelConfig, params: {} });
console.log(JSON.stringify(results, null, 2));
