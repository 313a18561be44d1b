import { afterEach, describe, expect, it } from 'vitest';
import {
  annotated,
  choice,
  type LabelStudioBench,
  letterTask,
  lsProject,
  openLabelStudio,
  predict,
} from './label-studio.fixture.ts';

let bench: LabelStudioBench;

afterEach(async () => {
  await bench.close();
});

/** Sends an annotation of one letter, and returns what it became. */
async function answerOf(label_config: string, result: object[], data: object = {}) {
  const body = annotated('ANNOTATION_CREATED', 0, choice(1, '', { result }));
  const task = letterTask(0, data);
  const { json } = await bench.ls('POST', '/webhook', { ...body, task, project: { ...lsProject, label_config } });
  const { records } = (await bench.api('GET', '/records')).json;
  return { ...json.result, value: records[0]?.responses[0]?.value };
}

const text = '<Text name="text" value="$text"/>';

describe('labels of an item', () => {
  const config = `<View>${text}<Choices name="kind" toName="text" choice="multiple"><Choice value="ham"/><Choice value="spam"/></Choices></View>`;

  it('may be several, in the order of the project here and of the config there', async () => {
    bench = await openLabelStudio({ task: 'multi-label' });
    const both = [{ from_name: 'kind', to_name: 'text', type: 'choices', value: { choices: ['ham', 'spam'] } }];
    expect((await answerOf(config, both)).value).toEqual(['spam', 'ham']);
    for (let i = 1; i < 12; i++) {
      const choices = i % 2 === 0 ? ['ham', 'spam'] : ['ham'];
      const result = [{ from_name: 'kind', to_name: 'text', type: 'choices', value: { choices } }];
      const body = annotated('ANNOTATION_CREATED', i, choice(i + 1, '', { result }));
      await bench.ls('POST', '/webhook', { ...body, project: { ...lsProject, label_config: config } });
    }
    await bench.settled();
    const { json } = await bench.ls('POST', '/predict', predict([letterTask(20), letterTask(21)], config));
    expect(json.results.map(({ result }: { result: { value: object }[] }) => result[0]?.value)).toEqual([
      { choices: ['ham', 'spam'] },
      { choices: ['ham'] },
    ]);
  });

  it('may be of an origin that nobody knows, whatever it is called', async () => {
    bench = await openLabelStudio();
    const one = `<View>${text}<Choices name="kind" toName="text"><Choice value="ham"/><Choice value="spam"/></Choices></View>`;
    const value = { choices: ['ham'] };
    const result = [{ from_name: 'kind', to_name: 'text', type: 'choices', value, origin: 'constructor' }];
    expect((await answerOf(one, result)).value).toBe('ham');
    const { records } = (await bench.api('GET', '/records')).json;
    expect(records[0].responses[0].origin).toBe('manual');
  });

  it('come from the one tag that asks the question', async () => {
    bench = await openLabelStudio();
    const two = `<View>${text}<Choices name="mood" toName="text"><Choice value="glad"/></Choices><Choices name="kind" toName="text"><Choice value="spam"/><Choice value="ham"/></Choices></View>`;
    const result = [
      { from_name: 'mood', to_name: 'text', type: 'choices', value: { choices: ['glad'] } },
      { from_name: 'kind', to_name: 'text', type: 'choices', value: { choices: ['ham'] } },
    ];
    expect((await answerOf(two, result)).value).toBe('ham');
  });
});

describe('spans', () => {
  const config = `<View>${text}<Labels name="entity" toName="text"><Label value="spam"/></Labels></View>`;

  it('are counted in code points here, in UTF-16 units there', async () => {
    bench = await openLabelStudio({ task: 'spans' });
    // "😀 Ada": the name begins at code unit 3, at code point 2
    const value = { start: 3, end: 6, text: 'Ada', labels: ['spam'] };
    const result = [{ from_name: 'entity', to_name: 'text', type: 'labels', value }];
    expect((await answerOf(config, result, { id: 'names', text: '😀 Ada' })).value).toEqual([
      { label: 'spam', start: 2, end: 5 },
    ]);
  });

  it('are not predicted: every task has an empty prediction', async () => {
    bench = await openLabelStudio({ task: 'spans' });
    const { json } = await bench.ls('POST', '/predict', predict([letterTask(0), letterTask(1)], config));
    expect(json.results).toMatchObject([{ result: [] }, { result: [] }]);
  });
});

describe('boxes', () => {
  it('are in pixels here, in percent there', async () => {
    bench = await openLabelStudio({ task: 'boxes' });
    const config =
      '<View><Image name="i" value="$image"/><RectangleLabels name="box" toName="i"><Label value="spam"/></RectangleLabels></View>';
    const value = { x: 10, y: 20, width: 25, height: 50, rotation: 0, rectanglelabels: ['spam'] };
    const size = { original_width: 200, original_height: 50, image_rotation: 0 };
    const result = [{ ...size, from_name: 'box', to_name: 'i', type: 'rectanglelabels', value }];
    const image = { id: 'cat', image: 'https://pictures.example/cat.jpg' };
    // 10 % of 200, 20 % of 50, 25 % of 200, 50 % of 50
    expect((await answerOf(config, result, image)).value).toEqual({
      width: 200,
      height: 50,
      boxes: [{ label: 'spam', x: 20, y: 10, width: 50, height: 25 }],
    });
  });
});

describe('comparisons', () => {
  const config =
    '<View><Text name="a" value="$a"/><Text name="b" value="$b"/><Pairwise name="better" toName="a,b"/></View>';
  const selected = (value: string) => [
    { from_name: 'better', to_name: 'a,b', type: 'pairwise', value: { selected: value } },
  ];

  it('say which side is better, and are predicted', async () => {
    bench = await openLabelStudio({ task: 'pairwise', labels: [] });
    expect((await answerOf(config, selected('left'), { id: 'pair', a: 'aaa', b: 'b' })).value).toBe('left');
    for (let i = 1; i < 9; i++) {
      const task = letterTask(i, { id: `pair-${i}`, a: 'a'.repeat(3 + i), b: i % 2 === 0 ? 'b' : 'q'.repeat(30) });
      const annotation = choice(i + 1, '', { task: task.id, result: selected(i % 2 === 0 ? 'left' : 'right') });
      const body = { action: 'ANNOTATION_CREATED', annotation, task, project: { ...lsProject, label_config: config } };
      expect((await bench.ls('POST', '/webhook', body)).json.result).toMatchObject({ taken: 1 });
    }
    await bench.settled();
    const tasks = [letterTask(1, { id: 'new', a: 'aaaa', b: 'q'.repeat(30) })];
    const { json } = await bench.ls('POST', '/predict', predict(tasks, config));
    expect(json.results[0].result).toMatchObject([
      { from_name: 'better', to_name: 'a,b', type: 'pairwise', value: { selected: 'right' } },
    ]);
  });
});
