/**
 * Plays Label Studio against its machine learning backend here: set up, tasks, annotations, training, predictions.
 * Usage: node examples/label-studio-bridge.ts
 *
 * The real one does the same once `ALAAS_URL/label-studio/PROJECT` stands in the settings of its project, under Model.
 */
import { createClient } from '@alaas/client';

const { ALAAS_URL: url = 'http://127.0.0.1:60035', ALAAS_TOKEN: token } = process.env;
const client = createClient({ url, token });
const id = `mood-${Date.now()}`;
await client.datasets.create({ id });
await client.projects.create({ id, dataset: id, labels: [{ name: 'glad' }, { name: 'sad' }] });

/** One call, as Label Studio makes it: the token is its password. */
async function call(path: string, body?: object): Promise<Record<string, unknown>> {
  const answer = await fetch(`${url}/label-studio/${id}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Basic ${btoa(`label-studio:${token}`)}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json = (await answer.json()) as Record<string, unknown>;
  if (!answer.ok) throw new Error(`${answer.status} ${json.detail}`);
  return json;
}

const config = `<View>
  <Text name="text" value="$text"/>
  <Choices name="mood" toName="text"><Choice value="glad"/><Choice value="sad"/></Choices>
</View>`;
const setup = { project: '8.1720185484', schema: config, hostname: 'http://127.0.0.1:8080' };
const project = { id: 8, title: 'Moods', label_config: config };

const words = { glad: ['happy', 'lovely', 'great', 'sunny'], sad: ['lost', 'broken', 'awful', 'grey'] };
const tasks = [...words.glad, ...words.sad].flatMap((word, i) => [
  { id: 2 * i + 1, data: { text: `What a ${word} morning` } },
  { id: 2 * i + 2, data: { text: `It was ${word}, all of it` } },
]);

console.log('health:', (await call('/health')).status);
console.log('before:', (await call('/setup', setup)).model_version);
console.log('tasks:', (await call('/webhook', { action: 'TASKS_CREATED', tasks, project })).result);

// the last one stays without a label
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
  await call('/webhook', { action: 'ANNOTATION_CREATED', annotation, task, project });
}

const { result } = await call('/webhook', { action: 'START_TRAINING', project });
let state: unknown;
do {
  await new Promise((resolve) => setTimeout(resolve, 100));
  state = (await call('/job_status', result as object)).job_status;
} while (state === 'queued' || state === 'started');
console.log('training:', state);

console.log('after:', (await call('/setup', setup)).model_version);
const unseen = [...tasks.slice(-1), { id: 99, data: { text: 'What a happy, sunny day' } }];
const predicted = await call('/predict', { tasks: unseen, project: setup.project, label_config: config, params: {} });
console.log(JSON.stringify(predicted.results, null, 2));
