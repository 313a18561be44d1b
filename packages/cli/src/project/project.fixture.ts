import type { Lease, Next, Project, ProjectMetrics, ProjectResponse, ProjectRound, Quality } from '@alaas/core';

const at = '2024-01-01T00:00:00.000Z';

/** A project of two labels at version 3. */
export const project: Project = {
  id: 'spam',
  version: 3,
  createdAt: at,
  task: 'single-label',
  dataset: 'sms',
  seed: 0,
  name: 'Spam filter',
  labels: [
    { name: 'spam', description: 'advertisements', color: '#ff0000' },
    { name: 'ham', description: '' },
  ],
  guidelines: '',
  strategy: 'auto',
  learner: 'softmax-regression',
  batch: 10,
  controlShare: 0.15,
  testShare: 0.2,
  overlap: 1,
  relabel: true,
  goldShare: 0.05,
  hideShare: 0.1,
  showSuggestions: true,
  isBlind: true,
  stopping: null,
  target: null,
  quota: null,
  keys: {},
};

/** A record in hand: `leaseOf(3)` is item `sms-3`. */
export function leaseOf(number: number, extra: Partial<Lease> = {}): Lease {
  return {
    id: `lease-${number}`,
    item: `sms-${number}`,
    uri: `file:///sms/${number}`,
    text: `text ${number}`,
    content: `/v1/projects/spam/items/sms-${number}/content`,
    expiresAt: at,
    reason: { arm: 'strategy', strategy: 'margin-confidence', utility: 0.75, round: 1, modelVersion: 1 },
    ...extra,
  };
}

export function nextOf(leases: readonly Lease[], empty?: Next['empty']): Next {
  return { leases: [...leases], mine: 4, completed: 4, ...(empty === undefined ? {} : { empty }) };
}

export function responseOf(item: string, extra: Partial<ProjectResponse> = {}): ProjectResponse {
  return {
    id: `response-${item}`,
    item,
    annotator: 'owner',
    status: 'submitted',
    value: 'spam',
    origin: 'manual',
    reason: { arm: 'strategy', strategy: 'margin-confidence' },
    isExtra: false,
    createdAt: at,
    ...extra,
  };
}

/** Half-way: a head, an accuracy, two points of the curve. */
export const metrics: ProjectMetrics = {
  training: {
    modelVersion: 7,
    labels: 38,
    behind: 2,
    isTraining: false,
    isMeasuring: false,
    error: null,
    refreshMs: { median: 156.4, p95: 300, last: 136 },
  },
  pool: { items: 5574, ready: 5574, completed: 40, inProgress: 3, responses: 41, byArm: { control: 6, strategy: 35 } },
  classBalance: [
    { label: 'spam', responses: 20, share: 0.5 },
    { label: 'ham', responses: 20, share: 0.5 },
  ],
  evaluation: {
    items: 6,
    accuracy: { value: 0.9, low: 0.61, high: 0.985 },
    macroF1: { value: 0.8, low: 0.5, high: 0.9 },
    calibrationError: { value: 0.14, low: 0, high: 0.43 },
    brierScore: 0.05,
    perLabel: [
      { label: 'spam', items: 1, precision: null, recall: 0.5, f1: 0.25 },
      { label: 'ham', items: 5, precision: 1, recall: 1, f1: 1 },
    ],
    calibration: [],
  },
  curve: [
    { labels: 20, modelVersion: 4, accuracy: { value: 0.5, low: 0.4, high: 0.6 }, macroF1: null, at },
    { labels: 40, modelVersion: 7, accuracy: { value: 0.9, low: 0.61, high: 0.985 }, macroF1: null, at },
  ],
  saved: null,
  forecast: { target: 0.95, more: 60, low: 20, high: 200, chance: 0.9, detail: 'About 60 more labels reach 0.95.' },
  stop: { isAdvised: false, reasons: ['Kappa is 0.80, under 0.99.'], parts: [] },
};

export const round: ProjectRound = {
  number: 2,
  at,
  pool: { items: 5574, digest: 'ab' },
  sequence: 10,
  model: { name: 'hashed-ngrams', digest: 'cd' },
  modelVersion: 1,
  learner: { type: 'softmax-regression', options: {} },
  strategy: { type: 'margin-confidence', options: {}, wrap: [] },
  version: 1,
  seed: 7,
  items: [
    { item: 'sms-1', arm: 'strategy', utility: 0.9 },
    { item: 'sms-2', arm: 'control' },
  ],
};

export const quality: Quality = {
  records: 12,
  observedAgreement: { value: 0.75, low: 0.5, high: 0.9 },
  cohenKappa: [{ a: 'id-1', b: 'id-2', records: 12, kappa: { value: 0.5, low: 0.1, high: 0.8 } }],
  fleissKappa: null,
  krippendorffAlpha: { value: 0.52, low: 0.2, high: 0.8 },
  annotators: [
    {
      id: 'id-1',
      name: 'Ada',
      responses: 30,
      skipped: 2,
      leadTimeMs: 4200,
      perHour: 850,
      goldAccuracy: { value: 1, low: 0.6, high: 1 },
      goldAnswers: 5,
      quality: 0.91,
      agreement: { value: 0.75, low: 0.5, high: 0.9 },
    },
  ],
  acceptance: {
    shown: { value: 0.8, low: 0.7, high: 0.9 },
    hidden: { value: 0.7, low: 0.4, high: 0.9 },
    difference: { value: 0.1, low: -0.1, high: 0.3 },
    shownAnswers: 50,
    hiddenAnswers: 10,
  },
};
