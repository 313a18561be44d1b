import { defineMessages } from '../i18n/messages.ts';

/** What a rule's sentence is made of; each as it is shown. */
interface Said {
  /** The number that the rule compares. */
  readonly value: string;
  /** What it is compared with. */
  readonly limit: string;
  readonly metric: string;
  readonly rounds: number;
  readonly labels: string;
}

const rounds = (n: number): string => (n === 1 ? 'round' : `${n} rounds`);
const changes = (n: number): string => (n === 1 ? 'change' : `${n} changes`);

/** Stopping rules by their ids, what they say, and what they wait for. */
export const stopMessages = defineMessages({
  en: {
    any: (parts: number, met: number) =>
      `Stops when any of ${parts} parts is met; ${met} ${met === 1 ? 'is' : 'are'} so far.`,
    all: (parts: number, met: number) =>
      `Stops when all of ${parts} parts are met; ${met} ${met === 1 ? 'is' : 'are'} so far.`,
    named: (title: string, text: string) => `${title}. ${text}`,
    metrics: { accuracy: 'Accuracy', macroF1: 'Macro F1' },
    titles: {
      'classification-change': 'Classification change',
      'cost-limit': 'Cost limit',
      'delta-f': 'Predicted change of F',
      'forecast-gain': 'Forecast gain',
      'forecast-unreachable': 'Target out of reach',
      'kappa-average': 'Stabilising predictions',
      'label-budget': 'Label budget',
      'max-rounds': 'Rounds',
      'metric-plateau': 'Metric plateau',
      'overall-uncertainty': 'Overall uncertainty',
      'pool-share': 'Share of the pool',
      'target-metric': 'Target metric',
      'variance-surge': 'Variance surge',
      'wall-time': 'Wall time',
    },
    says: {
      'classification-change': (said: Said) =>
        `In the last ${rounds(said.rounds)} at most ${said.value} of the predictions changed; stops at ${said.limit} or less.`,
      'cost-limit': ({ value, limit }: Said) => `${value} of ${limit} units of cost are spent.`,
      'delta-f': (said: Said) =>
        `F1 is predicted to have changed by ${said.value} in the worst of the last ${changes(said.rounds)} of the model; stops below ${said.limit}.`,
      'forecast-gain': ({ value, limit, metric, labels }: Said) =>
        `${metric} is forecast to rise by at most ${value} with the next ${labels} labels; stops when that is below ${limit}.`,
      'forecast-unreachable': ({ value, limit, metric }: Said) =>
        `${metric} is forecast to level off at ${value} at most; stops when that is below ${limit}.`,
      'kappa-average': (said: Said) =>
        `Successive models agree with a kappa of ${said.value} over the last ${changes(said.rounds)} of the model; stops at ${said.limit}.`,
      'label-budget': ({ value, limit }: Said) => `${value} of ${limit} labels are spent.`,
      'max-rounds': ({ value, limit }: Said) => `${value} of ${limit} rounds are over.`,
      'metric-plateau': (said: Said) =>
        `${said.metric} moved within ${said.value} over the last ${rounds(said.rounds)}; stops below ${said.limit}.`,
      'overall-uncertainty': ({ value, limit }: Said) =>
        `The mean entropy on the stop set is ${value} of the largest; stops below ${limit}.`,
      'pool-share': ({ value, limit }: Said) => `${value} of the items are labelled; stops at ${limit}.`,
      'target-metric': ({ value, limit, metric }: Said) =>
        `${metric} is at least ${value} with 95 % confidence; stops at ${limit}.`,
      'variance-surge': ({ value, limit }: Said) =>
        `The confidences of the last batch have a variance of ${value}; stops above ${limit}.`,
      'wall-time': ({ value, limit }: Said) => `${value} of ${limit} have passed.`,
    },
    lacks: {
      rounds: (have: number, want: number) =>
        have === 0
          ? 'There is no round yet.'
          : `Compares ${want} rounds with metrics; there ${have === 1 ? 'is' : 'are'} ${have} so far.`,
      'successive-rounds': (have: number, want: number) =>
        `Compares ${want} rounds in a row on the same stop set; there ${have === 1 ? 'is' : 'are'} ${have} so far.`,
      sizes: (have: number, want: number) =>
        `A forecast takes measurements at ${want} numbers of labels; there ${have === 1 ? 'is' : 'are'} ${have} so far.`,
      metrics: () => 'Needs a measurement on random answers, and there is none yet.',
      stopSet: () => 'Needs predictions of several labels on the stop set, and there are none yet.',
      batchConfidences: () => 'Needs a batch of at least two items that a model asked for.',
      cost: () => 'Needs the cost of labels, which this project does not know.',
      seconds: () => 'Needs the time so far, which is not known yet.',
      poolLeft: () => 'Needs the number of items left, which is not known yet.',
    },
  },
  zh: {
    any: (parts, met) => `${parts} 个部分中任一满足即停止；目前满足 ${met} 个。`,
    all: (parts, met) => `${parts} 个部分全部满足才停止；目前满足 ${met} 个。`,
    named: (title, text) => `${title}：${text}`,
    metrics: { accuracy: '准确率', macroF1: '宏平均 F1' },
    titles: {
      'classification-change': '预测变化',
      'cost-limit': '费用上限',
      'delta-f': '预计的 F 值变化',
      'forecast-gain': '预计增益',
      'forecast-unreachable': '目标无法达到',
      'kappa-average': '预测趋于稳定',
      'label-budget': '标签预算',
      'max-rounds': '轮数',
      'metric-plateau': '指标平稳',
      'overall-uncertainty': '总体不确定性',
      'pool-share': '样本池占比',
      'target-metric': '目标指标',
      'variance-surge': '方差突增',
      'wall-time': '时间',
    },
    says: {
      'classification-change': (said) =>
        `最近 ${said.rounds} 轮中至多有 ${said.value} 的预测改变；不超过 ${said.limit} 时停止。`,
      'cost-limit': ({ value, limit }) => `费用已用 ${value}，上限 ${limit}。`,
      'delta-f': (said) =>
        `模型最近 ${said.rounds} 次更新中，F1 预计最多变化 ${said.value}；低于 ${said.limit} 时停止。`,
      'forecast-gain': ({ value, limit, metric, labels }) =>
        `再标注 ${labels} 个，${metric}预计至多提高 ${value}；低于 ${limit} 时停止。`,
      'forecast-unreachable': ({ value, limit, metric }) => `${metric}预计至多稳定在 ${value}；低于 ${limit} 时停止。`,
      'kappa-average': (said) =>
        `模型最近 ${said.rounds} 次更新前后的一致性 kappa 为 ${said.value}；达到 ${said.limit} 时停止。`,
      'label-budget': ({ value, limit }) => `已用 ${value} 个标签，预算 ${limit} 个。`,
      'max-rounds': ({ value, limit }) => `已完成 ${value} 轮，共 ${limit} 轮。`,
      'metric-plateau': (said) =>
        `最近 ${said.rounds} 轮${said.metric}的变动在 ${said.value} 以内；低于 ${said.limit} 时停止。`,
      'overall-uncertainty': ({ value, limit }) => `停止集上的平均熵为最大值的 ${value}；低于 ${limit} 时停止。`,
      'pool-share': ({ value, limit }) => `已标注样本的 ${value}；达到 ${limit} 时停止。`,
      'target-metric': ({ value, limit, metric }) => `${metric}以 95% 置信度至少为 ${value}；达到 ${limit} 时停止。`,
      'variance-surge': ({ value, limit }) => `上一批置信度的方差为 ${value}；高于 ${limit} 时停止。`,
      'wall-time': ({ value, limit }) => `已过去 ${value}，共 ${limit}。`,
    },
    lacks: {
      rounds: (have, want) => (have === 0 ? '还没有轮次。' : `需比较 ${want} 轮的指标；目前有 ${have} 轮。`),
      'successive-rounds': (have, want) => `需比较同一停止集上连续的 ${want} 轮；目前有 ${have} 轮。`,
      sizes: (have, want) => `预测需要 ${want} 种标签数下的测量；目前有 ${have} 种。`,
      metrics: () => '需要在随机答案上的测量，目前还没有。',
      stopSet: () => '需要停止集上多个标签的预测，目前还没有。',
      batchConfidences: () => '需要由模型选出的、至少两条样本的一批。',
      cost: () => '需要标签的费用，此项目没有该数据。',
      seconds: () => '需要已用时间，目前未知。',
      poolLeft: () => '需要剩余样本数，目前未知。',
    },
  },
});
