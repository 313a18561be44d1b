import { defineMessages } from '../i18n/messages.ts';

const plural = (n: number, one: string, many: string): string => (n === 1 ? one : many);

export const learningMessages = defineMessages({
  en: {
    curve: {
      title: 'Learning curve',
      hint: 'Accuracy and macro F1 by number of labels, each with its 95 % interval. A point is measured with the random answers that were known then, so early intervals are wide.',
      labels: 'Labels',
      accuracy: 'Accuracy',
      macroF1: 'Macro F1',
      random: 'Random sampling alone',
      target: 'Target',
      forecast: 'Target reached here (95 %)',
      empty: 'The curve begins with the first measurement.',
      emptyHint: (answers: string) => `It takes a model, and an answer drawn at random: about one in ${answers}.`,
      randomHint: (fewest: string) =>
        `“Random sampling alone” is the accuracy of models that learnt from the first so many random answers and nothing else. It shows from ${fewest} random answers on.`,
    },
    saved: {
      title: 'Labels saved',
      hint: 'Against labelling items in random order',
      unit: (n: number) => plural(n, 'label saved', 'labels saved'),
      lost: (n: number) => plural(n, 'label more than random sampling', 'labels more than random sampling'),
      interval: (low: string, high: string) => `95 %: ${low} to ${high}`,
      alone: (labels: string, accuracy: string) =>
        `On their own, the ${labels} random answers reach an accuracy of ${accuracy}.`,
      wholePool: 'By its curve, random sampling would not get this far with this pool.',
      wholePoolHint: (labels: string) =>
        `The pool would spare ${labels} labels at most; that is a look far beyond the random answers there are, and no measurement.`,
      unclear: 'The range includes zero: whether the strategy helps is not certain yet.',
      harms: 'The strategy costs labels here. Compare strategies, and take another one.',
      taken: (spent: string, accuracy: string, taken: string, low: string, high: string) =>
        `${spent} labels were spent, and ${accuracy} of the items are right. Random sampling would have taken about ${taken} labels for that (${low} to ${high}).`,
      takenOrMore: (spent: string, accuracy: string, taken: string, low: string) =>
        `${spent} labels were spent, and ${accuracy} of the items are right. Random sampling would have taken about ${taken} labels for that (${low} to the whole pool).`,
      few: 'Too few sizes of the random sample to compare with.',
      missing: (missing: string, answers: string) =>
        `Needs ${missing} more random answers; with the present share of the control arm that is about ${answers} answers.`,
      missingOnly: (missing: string) => `Needs ${missing} more random answers.`,
      noControl: 'This project draws nothing at random, so there is nothing to compare with.',
      afterMeasuring: 'Shows after the next measurement.',
    },
    balance: {
      title: 'Class balance',
      hint: 'Answers by label, those of all arms',
      label: 'Label',
      responses: 'Answers',
      share: 'Share',
      empty: 'Shows with the first answer.',
    },
  },
  zh: {
    curve: {
      title: '学习曲线',
      hint: '准确率与宏平均 F1 随标签数的变化，均带 95% 区间。每个点用当时已知的随机答案测得，因此早期的区间较宽。',
      labels: '标签数',
      accuracy: '准确率',
      macroF1: '宏平均 F1',
      random: '仅随机抽样',
      target: '目标',
      forecast: '在此达到目标（95%）',
      empty: '首次测量后显示曲线。',
      emptyHint: (answers) => `需要一个模型和一个随机抽取的答案：大约每 ${answers} 个中有一个。`,
      randomHint: (fewest) => `“仅随机抽样”是只从前若干个随机答案学习的模型的准确率。有 ${fewest} 个随机答案后显示。`,
    },
    saved: {
      title: '节省的标签',
      hint: '与随机顺序标注相比',
      unit: () => '个标签已节省',
      lost: () => '个标签（比随机抽样多用）',
      interval: (low, high) => `95%：${low} 至 ${high}`,
      alone: (labels, accuracy) => `仅用 ${labels} 个随机答案，准确率达到 ${accuracy}。`,
      wholePool: '按其曲线，随机抽样在此样本池中达不到目前的准确率。',
      wholePoolHint: (labels) => `样本池最多可节省 ${labels} 个标签；这远远超出现有随机答案的范围，并非测量结果。`,
      unclear: '区间包含零：策略是否有帮助尚不确定。',
      harms: '此策略在这里浪费标签。请比较各策略并换用另一个。',
      taken: (spent, accuracy, taken, low, high) =>
        `已用 ${spent} 个标签，${accuracy} 的样本正确。随机抽样大约需要 ${taken} 个标签（${low} 至 ${high}）。`,
      takenOrMore: (spent, accuracy, taken, low) =>
        `已用 ${spent} 个标签，${accuracy} 的样本正确。随机抽样大约需要 ${taken} 个标签（${low} 至整个样本池）。`,
      few: '随机样本的规模太少，无法比较。',
      missing: (missing, answers) => `还需 ${missing} 个随机答案；按当前对照组比例约为 ${answers} 个答案。`,
      missingOnly: (missing) => `还需 ${missing} 个随机答案。`,
      noControl: '此项目不随机抽取样本，因此无从比较。',
      afterMeasuring: '下次测量后显示。',
    },
    balance: {
      title: '类别分布',
      hint: '各标签的答案数，包含所有来源',
      label: '标签',
      responses: '答案',
      share: '占比',
      empty: '有第一个答案后显示。',
    },
  },
});
