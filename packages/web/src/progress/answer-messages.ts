import { defineMessages } from '../i18n/messages.ts';

const plural = (n: number, one: string, many: string): string => (n === 1 ? one : many);

export const answerMessages = defineMessages({
  en: {
    title: 'How good is the model?',
    right: (share: string, low: string, high: string) =>
      `The model is right on ${share} of the items (${low} – ${high}).`,
    exact: (share: string, low: string, high: string) =>
      `The model gets every label right on ${share} of the items (${low} – ${high}).`,
    measuredOn: (items: string) =>
      `Measured on ${items} answers drawn at random, each by a model that had not learnt from it. The range holds with 95 % confidence.`,
    noModelForTask: 'People label this project on their own: answers of this task teach no model.',
    noAnswers: 'There is no model yet. It begins to learn once two different labels have been given.',
    oneLabel: (label: string, answers: string) =>
      `There is no model yet: all answers so far (${answers}) say “${label}”. It begins with the first answer of another label.`,
    soon: 'The first model is on its way.',
    soonHint:
      'Answers of two labels are known. Those of the test share measure and do not teach, so it may take a few more.',
    noControl: 'How good the model is cannot be said: this project draws no items at random.',
    noControlHint: 'Items that a strategy chose are harder than the pool. Raise the share of the control arm.',
    notMeasured: 'The model has begun to learn; how good it is will show soon.',
    notMeasuredHint: (answers: string) =>
      `It is measured on items that were drawn at random: some ${answers} more answers, and it can be told.`,
    distance: {
      more: (more: string, low: string, high: string, target: string) =>
        `About ${more} more labels for ${target} (${low} – ${high}).`,
      moreOpen: (more: string, target: string) => `About ${more} more labels for ${target}, and perhaps far more.`,
      beyond: 'That is more than the pool has left.',
      reached: (target: string) => `By the curve so far, ${target} is reached.`,
      almost: (target: string) =>
        `The curve through all measurements is at ${target} already; the newest measurement is a little below it.`,
      open: (target: string, chance: string) =>
        `Whether more labels will do for ${target} is open: ${chance} of the curves that fit so far get there.`,
      outOfReach: (target: string, chance: string) =>
        `More labels alone will hardly reach ${target}: ${chance} of the curves that fit so far get there.`,
      unknown: (target: string, missing: number) =>
        `How many more labels ${target} takes will show after ${missing} more ${plural(missing, 'measurement', 'measurements')}.`,
      noTarget: 'Set a target accuracy to see how many more labels it takes.',
    },
    begin: 'Begin to label.',
    keep: 'Keep labelling.',
    stop: 'You may stop.',
    noRules: 'No stopping rule is set.',
    all: 'All reasons',
    targetSure: (target: string) => `Even the lower end of the range is above the target of ${target}.`,
    targetOpen: (target: string) => `The lower end of the range is not above the target of ${target} yet.`,
    met: 'Met',
    open: 'Open',
    settings: 'To the settings',
    label: 'Go on labelling',
  },
  zh: {
    title: '模型有多好？',
    right: (share, low, high) => `模型在 ${share} 的样本上正确（${low} – ${high}）。`,
    exact: (share, low, high) => `模型在 ${share} 的样本上所有标签都正确（${low} – ${high}）。`,
    measuredOn: (items) => `基于 ${items} 个随机抽取的答案测得，每个答案都由未学过它的模型来预测。区间的置信度为 95%。`,
    noModelForTask: '此项目完全由人工标注：这类任务的答案不用于训练模型。',
    noAnswers: '还没有模型。给出两种不同的标签后，模型开始学习。',
    oneLabel: (label, answers) =>
      `还没有模型：目前的全部答案（${answers} 个）都是“${label}”。出现另一种标签后即可开始。`,
    soon: '第一个模型即将产生。',
    soonHint: '已有两种标签的答案。测试部分的答案只用于测量、不用于训练，因此可能还需要几个。',
    noControl: '无法说明模型有多好：此项目不随机抽取样本。',
    noControlHint: '策略选出的样本比整条样本池更难。请提高对照组的比例。',
    notMeasured: '模型已开始学习，其质量很快就会显示。',
    notMeasuredHint: (answers) => `质量在随机抽取的样本上测量：大约再有 ${answers} 个答案即可得知。`,
    distance: {
      more: (more, low, high, target) => `大约还需 ${more} 个标签可达到 ${target}（${low} – ${high}）。`,
      moreOpen: (more, target) => `大约还需 ${more} 个标签可达到 ${target}，也可能多得多。`,
      beyond: '这超过了样本池剩余的数量。',
      reached: (target) => `按目前的曲线，已达到 ${target}。`,
      almost: (target) => `综合全部测量的曲线已达到 ${target}；最新一次测量略低于它。`,
      open: (target, chance) => `仅靠更多标签能否达到 ${target} 尚无定论：目前可拟合的曲线中有 ${chance} 能达到。`,
      outOfReach: (target, chance) => `仅靠更多标签很难达到 ${target}：目前可拟合的曲线中只有 ${chance} 能达到。`,
      unknown: (target, missing) => `再测量 ${missing} 次后，将显示达到 ${target} 还需多少标签。`,
      noTarget: '设定目标准确率后，可看到还需多少标签。',
    },
    begin: '请开始标注。',
    keep: '请继续标注。',
    stop: '可以停止了。',
    noRules: '没有设定停止规则。',
    all: '全部原因',
    targetSure: (target) => `区间的下限也高于目标 ${target}。`,
    targetOpen: (target) => `区间的下限尚未超过目标 ${target}。`,
    met: '已满足',
    open: '未满足',
    settings: '前往设置',
    label: '继续标注',
  },
});
