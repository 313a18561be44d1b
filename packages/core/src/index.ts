export {
  type Acceptance,
  type AcceptanceBias,
  acceptanceBias,
  type SuggestedAnswer,
} from './agreement/acceptance-bias.ts';
export { activeLab } from './agreement/active-lab.ts';
export type { Answers } from './agreement/answers.ts';
export { confidentLearning, type LabelIssues } from './agreement/confident-learning.ts';
export { type AnnotatorQuality, type Consensus, type ConsensusLabel, crowdlab } from './agreement/crowdlab.ts';
export { fleissKappa } from './agreement/fleiss-kappa.ts';
export { type GoldAccuracy, goldAccuracy } from './agreement/gold-accuracy.ts';
export { krippendorffAlpha, type Scale } from './agreement/krippendorff-alpha.ts';
export { type MajorityVote, majorityVotes } from './agreement/majority.ts';
export { newcombeInterval, type Trials } from './agreement/newcombe.ts';
export { observedAgreement } from './agreement/observed-agreement.ts';
export { type PairAgreement, type PairwiseAgreement, pairwiseKappa } from './agreement/pairwise-kappa.ts';
export { setAlpha } from './agreement/set-alpha.ts';
export { jaccardDistance, masiDistance, type SetDistance } from './agreement/set-distance.ts';
export { atTemperature, fitTemperature } from './agreement/temperature.ts';
export {
  type Columns,
  type Dataset,
  type DatasetCreate,
  datasetCreateSchema,
  datasetSchema,
  type ItemInput,
  type ItemsPush,
  type ItemsPushed,
  itemFaultSchema,
  itemInputSchema,
  itemsPushedSchema,
  itemsPushSchema,
  type LearnerSummary,
  learnerSummarySchema,
  legacyPostSchema,
  type ModelSummary,
  manifestFormats,
  manifestSchema,
  modelSummarySchema,
  type Pick,
  pickSchema,
  problemSchema,
  type QueryRequest,
  type QueryResult,
  queryRequestSchema,
  queryResultSchema,
  type StoppingRuleSummary,
  type StrategyChoice,
  type StrategySummary,
  type Summary,
  stoppingRuleSummarySchema,
  strategyChoiceSchema,
  strategySummarySchema,
  summarySchema,
  type WrapChoice,
  type WrapperSummary,
  wrapChoiceSchema,
  wrapperSummarySchema,
} from './api.ts';
export {
  type InspectedColumn,
  type InspectedModality,
  type Inspection,
  type InspectRequest,
  inspectedModalities,
  inspectionSchema,
  inspectRequestSchema,
  maxInspectedText,
} from './api-inspect.ts';
export { type Job, jobSchema, type Progress, progressSchema } from './api-job.ts';
export { type Sample, type SampleMade, sampleMadeSchema, sampleSchema } from './api-sample.ts';
export {
  isInFiles,
  type SelectionPlan,
  type SelectionRequest,
  type SelectionResult,
  selectionPlanSchema,
  selectionRequestSchema,
  selectionResultSchema,
} from './api-selection.ts';
export {
  type PairedComparison,
  type SimulationBasis,
  type SimulationCurve,
  type SimulationMeasured,
  type SimulationPoint,
  type SimulationRequest,
  type SimulationResult,
  type SimulationRound,
  type SimulationRun,
  type SimulationStop,
  type StrategyOutcome,
  simulationCurveSchema,
  simulationRequestSchema,
  simulationResultSchema,
} from './api-simulation.ts';
export { type FileUploaded, fileQuerySchema, fileUploadedSchema, manifestQuerySchema } from './api-upload.ts';
export { type AudioFormat, audioFormat } from './audio-format.ts';
export { check, type Fault } from './check.ts';
export { type Config, configSchema, parseConfig } from './config.ts';
export {
  AlaasError,
  type ErrorCode,
  errorTable,
  fromProblem,
  isAlaasError,
  type Problem,
  toAlaasError,
  toProblem,
} from './errors.ts';
export {
  type AudioFeaturizer,
  type Backend,
  type Batch,
  type Clip,
  defineFeaturizer,
  type Features,
  type FeatureWidths,
  type Featurizer,
  type ImageFeaturizer,
  type Pixels,
  type SeriesFeaturizer,
  type TableFeaturizer,
  type TextFeaturizer,
} from './features.ts';
export { fileExtensions, fileModality } from './file-modality.ts';
export { type Curve, type CurveFamily, curveAt } from './forecast/curve.ts';
export { type CurvePoint, type Forecast, forecastCurve, type LabelsToReach } from './forecast/forecast-curve.ts';
export { freeNow } from './free-now.ts';
export { type Compute, type Dim, type Expr, type Graph, graph, type Op, type Tensor } from './graph/expr.ts';
export { gradient } from './graph/gradient.ts';
export * as ops from './graph/ops.ts';
export { faultOfId, type Item, type ItemError, type Modality, modalities } from './item.ts';
export { defineLearner, type FitContext, type Head, type Learner, type TrainingSet } from './learner.ts';
export { copyOfRows, type Matrix, matrix, rowsOf } from './matrix.ts';
export { accuracy } from './metrics/accuracy.ts';
export type { BootstrapOptions } from './metrics/bootstrap.ts';
export { brierScore } from './metrics/brier.ts';
export { calibrationError, expectedCalibrationError } from './metrics/calibration-error.ts';
export { type Confusion, confusionMatrix } from './metrics/confusion.ts';
export type { Estimate } from './metrics/estimate.ts';
export { type Evaluation, evaluatePredictions } from './metrics/evaluate.ts';
export { cohenKappa } from './metrics/kappa.ts';
export { f1OfClasses, macroF1, meanF1 } from './metrics/macro-f1.ts';
export { predictedClasses } from './metrics/predicted-classes.ts';
export { quantile } from './metrics/quantile.ts';
export { wilsonInterval } from './metrics/wilson.ts';
export {
  type ImageInput,
  imageInputSchema,
  type ModelEntry,
  type ModelOutputs,
  modelEntrySchema,
} from './model-entry.ts';
export { nearest } from './nearest.ts';
export { answerKey, checkAnswer, isSameAnswer, labelsOf } from './project/answer.ts';
export { annotatorEvents, type ProjectEvent, projectEventSchema } from './project/events.ts';
export {
  type Delivery,
  deliverySchema,
  type ExchangeFormat,
  exchangeFormats,
  exportQuerySchema,
  formatsFor,
  type ImportResult,
  importKnownQuerySchema,
  importQuerySchema,
  importResultSchema,
  newWebhookSchema,
  type ProjectEventType,
  projectEventTypes,
  tasksOf,
  type Webhook,
  webhookCreateSchema,
  webhookSchema,
} from './project/exchange.ts';
export { type Me, meSchema } from './project/me.ts';
export {
  type BulkResult,
  bulkLabelsInputSchema,
  bulkResultSchema,
  exclusionsInputSchema,
  type Neighbour,
  neighboursQuerySchema,
  neighboursSchema,
  type PoolItem,
  type PoolItems,
  type PoolQuery,
  type PoolSort,
  type PoolStatus,
  poolItemSchema,
  poolItemsSchema,
  poolMapQuerySchema,
  poolMapSchema,
  poolQuerySchema,
  poolSorts,
  poolStatuses,
  poolStatusSchema,
} from './project/pool.ts';
export {
  curvePointSchema,
  evaluationSchema,
  fewestForComparison,
  type ModelVersion,
  modelVersionSchema,
  type Predictions,
  type ProjectEvaluation,
  type ProjectMetrics,
  type ProjectRound,
  predictionsSchema,
  predictRequestSchema,
  projectMetricsSchema,
  type Replay,
  type ReplayChange,
  replaySchema,
  roundItemSchema,
  roundSchema,
  type StopPart,
  type TrainingState,
  trainingStateSchema,
} from './project/progress.ts';
export {
  type Arm,
  armSchema,
  emptyReasonSchema,
  type Heartbeat,
  heartbeatSchema,
  historyQuerySchema,
  historySchema,
  type Lease,
  leaseSchema,
  leasesHeldSchema,
  leasesSchema,
  type Next,
  nextQuerySchema,
  nextSchema,
  originSchema,
  type ProjectHistory,
  type ProjectRecord,
  type ProjectRecords,
  type ProjectResponse,
  type ResponseInput,
  type ResponsesResult,
  recordSchema,
  recordStatusSchema,
  recordsQuerySchema,
  recordsSchema,
  responseInputSchema,
  responseSchema,
  responsesInputSchema,
  responsesResultSchema,
  type SelectionReason,
  type Suggestion,
  selectionReasonSchema,
  suggestionSchema,
  undoneSchema,
  undoSchema,
} from './project/queue.ts';
export {
  type ListedProject,
  listedProjectSchema,
  type Project,
  type ProjectChange,
  type ProjectCreate,
  type ProjectLabel,
  type ProjectSettings,
  type ProjectStanding,
  type ProjectVersion,
  projectChangeSchema,
  projectCreateSchema,
  projectIdSchema,
  projectSchema,
  projectSettingsSchema,
  projectVersionSchema,
  readSettings,
} from './project/settings.ts';
export { type ProjectSimulation, projectSimulationSchema } from './project/simulation.ts';
export { type ProjectStatus, projectStatusSchema, statusQuerySchema } from './project/status.ts';
export {
  type AnswerValue,
  answerValueSchema,
  type Box,
  type Boxes,
  pairwiseAnswers,
  type Span,
  type Task,
  type TaskType,
  taskTypes,
} from './project/task.ts';
export {
  type AuditEntry,
  auditEntrySchema,
  type Dispute,
  disputeSchema,
  estimateSchema,
  type GoldList,
  goldInputSchema,
  goldListSchema,
  goldQuerySchema,
  type Member,
  mayAct,
  memberCreateSchema,
  memberSchema,
  memberTokenSchema,
  type Quality,
  qualitySchema,
  type Role,
  roleSchema,
  roles,
  verdictInputSchema,
} from './project/team.ts';
export { createRandom, hashText, mix, mixer, type Random } from './random.ts';
export { readYaml } from './read-yaml.ts';
export { type Series, type SeriesContent, seriesContentSchema } from './series.ts';
export { shuffled } from './shuffled.ts';
export {
  type Block,
  type Committee,
  isPerItem,
  type SignalInfo,
  type SignalName,
  type Signals,
  signalErrorCode,
  signalFlag,
  signalNames,
  signalTable,
  type WholePool,
} from './signals.ts';
export type { OpenOptions, Source, SourceContent, Validator } from './source.ts';
export { explainJudgement, type JudgedPart, type Judgement, judgedParts, judgePlan } from './stopping/judge-plan.ts';
export {
  type History,
  type KnownRound,
  type Round,
  type RoundFact,
  roundFacts,
  type StopSetAnswers,
} from './stopping/round.ts';
export {
  type PlanContext,
  planStopping,
  type StoppingConfig,
  type StoppingPlan,
  stoppingSchema,
} from './stopping/stopping-plan.ts';
export {
  type CheckContext,
  defineStoppingRule,
  judge,
  type StoppingRule,
  type Verdict,
} from './stopping/stopping-rule.ts';
export {
  defineScorer,
  defineSelector,
  parseOptions,
  type ScoreContext,
  type Scorer,
  type SelectContext,
  type Selection,
  type Selector,
  type Strategy,
  type StrategyInfo,
} from './strategy.ts';
export { type Cell, rowKey, rowSchema, rowText, type TableRow } from './table-row.ts';
export { type Ranking, TopB } from './top-b.ts';
export {
  type LearnerChoice,
  learnerChoice,
  learnerChoiceSchema,
  plainTraining,
  type Training,
  trainingSchema,
} from './training.ts';
export { addWork, type WorkEstimate, type WorkPart, type WorkSize } from './work.ts';
export {
  checkWrappers,
  defineReweigher,
  defineSplitter,
  type Part,
  type PartSize,
  type ReweighContext,
  type Reweigher,
  type SplitContext,
  type Splitter,
  type Wrap,
  type Wrapper,
  type WrapperInfo,
} from './wrapper.ts';
