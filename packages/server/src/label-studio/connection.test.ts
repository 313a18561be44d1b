import { isAlaasError, labelsOf, type Task } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { type Connection, connect } from './connection.ts';
import { readLabelConfig } from './label-config.ts';

const task = (type: Task['type'], labels = ['spam', 'ham']): Task => ({
  type,
  labels: labelsOf(
    type,
    labels.map((name) => ({ name })),
  ),
});
const view = (...tags: string[]): string => `<View>${tags.join('')}</View>`;
const text = '<Text name="text" value="$text"/>';
const choices = (attributes = '', labels = ['spam', 'ham']): string =>
  `<Choices name="kind" toName="text" ${attributes}>${labels.map((label) => `<Choice value="${label}"/>`).join('')}</Choices>`;

function fit(xml: string, type: Task['type'] = 'single-label'): Connection {
  return connect(readLabelConfig(xml), task(type));
}

function refusal(xml: string, type: Task['type'] = 'single-label'): string {
  try {
    fit(xml, type);
  } catch (error) {
    if (isAlaasError(error, 'INVALID_REQUEST')) return error.message;
    throw error;
  }
  return 'none';
}

describe('connect', () => {
  it.each([
    ['single-label', view(text, choices())],
    ['single-label', view(text, choices('choice="single-radio"'))],
    ['multi-label', view(text, choices('choice="multiple"'))],
    ['multi-label', view(text, choices())],
    ['single-label', view('<Audio name="text" value="$a"/>', choices())],
    ['spans', view(text, '<Labels name="kind" toName="text"><Label value="spam"/></Labels>')],
    [
      'boxes',
      view(
        '<Image name="i" value="$i"/>',
        '<RectangleLabels name="kind" toName="i"><Label value="ham"/></RectangleLabels>',
      ),
    ],
    [
      'pairwise',
      view('<Text name="a" value="$a"/><Text name="b" value="$b"/>', '<Pairwise name="kind" toName="a, b"/>'),
    ],
  ] as const)('finds what asks the question of a %s project', (type, xml) => {
    expect(fit(xml, type).control.name).toBe('kind');
  });

  it('says which labels one side has and the other lacks', () => {
    const { missing, unused } = fit(view(text, choices('', ['spam', 'news'])));
    expect({ missing, unused }).toEqual({ missing: ['news'], unused: ['ham'] });
  });

  it('takes the alias of a choice, which is what results hold, wherever the choice stands', () => {
    const choice = '<View><Choice value="Unwanted" alias="spam"/></View><Choice value="ham"/>';
    const { control } = fit(view(text, `<Choices name="kind" toName="text">${choice}</Choices>`));
    expect(control.labels).toEqual(['spam', 'ham']);
  });

  it('leaves other questions to Label Studio', () => {
    const mood = '<Choices name="mood" toName="text"><Choice value="glad"/></Choices>';
    const note =
      '<TextArea name="note" toName="text"/><Taxonomy name="t" toName="text"><Choice value="spam"/></Taxonomy>';
    expect(fit(view(text, mood, note, choices())).control.name).toBe('kind');
  });

  it('asks which one is meant where two share labels with the project', () => {
    expect(refusal(view(text, choices(), choices().replace('"kind"', '"again"')))).toContain('"kind" and "again"');
  });

  it.each([
    ['nothing to answer with', view(text), 'no control tag'],
    ['a taxonomy', view(text, '<Taxonomy name="t" toName="text"><Choice value="spam"/></Taxonomy>'), 'is <Taxonomy>'],
    ['several labels for one', view(text, choices('choice="multiple"')), 'several labels'],
    ['nested choices', view(text, choices('allowNested="true"')), 'nested'],
    ['choices of each task', view(text, choices('value="$options"')), 'come with each task'],
    ['choices of regions', view(text, choices('perRegion="true"')), 'region'],
    ['an object that is not there', view(choices()), '"text"'],
    ['a constant', view('<Text name="text" value="Hello"/>', choices()), 'constant "Hello"'],
    ['a video', view('<Video name="text" value="$v"/>', choices()), '<Video>'],
  ])('refuses %s with the reason', (_, xml, reason) => {
    expect(refusal(xml)).toContain(reason);
  });

  it('refuses spans of a text behind an address, and of audio', () => {
    const labels = '<Labels name="kind" toName="text"><Label value="spam"/></Labels>';
    expect(refusal(view('<Text name="text" value="$t" valueType="url"/>', labels), 'spans')).toContain('address');
    expect(refusal(view('<Audio name="text" value="$t"/>', labels), 'spans')).toContain('<Audio>');
  });
});
