import type { Arm, Role } from '@alaas/core';
import type { Generated } from 'kysely';

/**
 * The tables of projects. Objects are JSON text, times are milliseconds since 1970, truth values are 0 and 1.
 *
 * A project counts its changes of labels in `sequence`. Answers and verdicts are never edited: one that is undone gets the
 * sequence of its end. So the answers that were known at a sequence can be found again at any time.
 */
export interface ProjectTables {
  person: PersonTable;
  token: TokenTable;
  project: ProjectTable;
  project_version: ProjectVersionTable;
  member: MemberTable;
  record: RecordTable;
  lease: LeaseTable;
  response: ResponseTable;
  draft: DraftTable;
  verdict: VerdictTable;
  gold: GoldTable;
  round: RoundTable;
  model_version: ModelVersionTable;
  audit: AuditTable;
  project_tally: ProjectTallyTable;
  person_tally: PersonTallyTable;
  arm_tally: ArmTallyTable;
  undone: UndoneTable;
  started: StartedTable;
  shown: ShownTable;
  webhook: WebhookTable;
  delivery: DeliveryTable;
  annotation: AnnotationTable;
  outside_project: OutsideProjectTable;
  exclusion: ExclusionTable;
}

export interface PersonTable {
  id: string;
  name: string;
  created_at: number;
}

export interface TokenTable {
  /** SHA-256 in hex: the token itself is not kept. */
  hash: string;
  /** The one project that it opens: an admin who adds a person by name must not get into that person's other projects. */
  project: string;
  person: string;
  created_at: number;
  revoked_at: number | null;
}

export interface ProjectTable {
  id: string;
  /** Of several stores that share a database, the one that has its dataset. */
  store: string;
  dataset: string;
  version: number;
  /** The settings of that version. */
  settings: string;
  /** Of the last change of labels. */
  sequence: number;
  created_at: number;
  created_by: string;
}

export interface ProjectVersionTable {
  project: string;
  version: number;
  settings: string;
  changed_by: string;
  changed_at: number;
}

export interface MemberTable {
  project: string;
  person: string;
  role: Exclude<Role, 'owner'>;
  created_at: number;
}

/** An item that was chosen, drawn or imported: the others have no row. */
export interface RecordTable {
  number: Generated<number>;
  project: string;
  item: string;
  is_test: number;
  arm: Arm;
  strategy: string;
  utility: number | null;
  round: number | null;
  model_version: number | null;
  /** Answers it needs: the project's overlap, or more when it is asked again. */
  slots: number;
  /** Answers that count. */
  answers: number;
  skips: number;
  /** 1 when an answer came with a note. */
  is_flagged: number;
  /** The true answer, on what is a gold item now. */
  gold: string | null;
  /** The agreed answer: a verdict, else what the annotators agree on. */
  answer: string | null;
  created_at: number;
  /** When it had all its answers. */
  completed_at: number | null;
}

/** A record in somebody's hands. The row goes when it is answered, given back, or taken by somebody else after its end. */
export interface LeaseTable {
  id: string;
  project: string;
  record: number;
  person: string;
  /** JSON: why it was chosen. */
  reason: string;
  suggestion: string | null;
  /** 1 when the suggestion is hidden on this record. */
  is_hidden: number;
  /** 1 once it was on the screen: it is not exchanged any more. */
  is_seen: number;
  created_at: number;
  expires_at: number;
}

export interface ResponseTable {
  number: Generated<number>;
  id: string;
  project: string;
  record: number;
  person: string;
  sequence: number;
  /** When it was undone. */
  retracted: number | null;
  status: 'submitted' | 'skipped';
  value: string | null;
  origin: 'manual' | 'accepted' | 'edited' | 'import' | 'oracle' | 'bulk';
  note: string | null;
  lead_time_ms: number | null;
  suggestion: string | null;
  is_hidden: number | null;
  reason: string;
  /** 1 when the record had its answers already. */
  is_extra: number;
  /** Made up by the client, so that an answer that is sent again counts once; unique for a person in a project. */
  client_key: string | null;
  created_at: number;
}

export interface DraftTable {
  project: string;
  record: number;
  person: string;
  value: string;
  updated_at: number;
}

export interface VerdictTable {
  number: Generated<number>;
  project: string;
  record: number;
  person: string;
  sequence: number;
  retracted: number | null;
  value: string;
  note: string | null;
  created_at: number;
}

/** The true answer of a gold item from one change of labels to another. */
export interface GoldTable {
  number: Generated<number>;
  project: string;
  record: number;
  person: string;
  sequence: number;
  retracted: number | null;
  value: string;
  created_at: number;
}

export interface RoundTable {
  project: string;
  number: number;
  at: number;
  sequence: number;
  /** The round as the interface shows it. */
  content: string;
}

export interface ModelVersionTable {
  project: string;
  version: number;
  at: number;
  /** Answers up to this sequence taught it. */
  sequence: number;
  labels: number;
  learner: string;
  /** JSON: its evaluation, once there is one. */
  evaluation: string | null;
  /** The head, while it is kept. */
  head: Uint8Array | null;
  /** 1: it serves, until a newer one does. 2: it serves until another is chosen. */
  is_serving: number;
}

export interface AuditTable {
  number: Generated<number>;
  project: string;
  at: number;
  person: string;
  action: string;
  subject: string;
  details: string | null;
}

/** Counts of a project that would cost a scan. */
export interface ProjectTallyTable {
  project: string;
  records: number;
  /** Records that have all their answers. */
  completed: number;
  /** How often a record became open again: what was remembered of closed ones is void when it changes. */
  reopened: number;
}

/** Answers of a project that count, by the arm of their records. */
export interface ArmTallyTable {
  project: string;
  arm: Arm;
  answers: number;
}

/** Counts of a person in a project. */
export interface PersonTallyTable {
  project: string;
  person: string;
  /** Submitted and not undone, extra ones too. */
  answers: number;
  /** Skipped and not undone. */
  skips: number;
  /** Records given so far; gold items are dealt by it. */
  given: number;
  /** When they were last given something or answered. */
  active_at: number;
}

/** The records that have some of their answers: they are finished before new ones are begun. */
export interface StartedTable {
  record: number;
  project: string;
  /** Of the change that put it here: later ones come behind. */
  sequence: number;
}

/** A record of which somebody who labels blind has seen others' answers, after giving their own. */
export interface ShownTable {
  project: string;
  person: string;
  record: number;
  at: number;
}

/** What a person undid and may do again: a stack, the highest position first. */
export interface UndoneTable {
  project: string;
  person: string;
  position: number;
  /** Number of the response. */
  response: number;
}

export interface WebhookTable {
  id: string;
  project: string;
  url: string;
  secret: string;
  /** On whose behalf it is called: a remote maker's goes to public addresses only. */
  access: 'local' | 'remote';
  events: string;
  is_active: number;
  detail: string | null;
  created_at: number;
}

export interface DeliveryTable {
  number: Generated<number>;
  id: string;
  webhook: string;
  type: string;
  body: string;
  state: 'waiting' | 'delivered' | 'failed';
  attempts: number;
  next_at: number | null;
  last_result: string | null;
  created_at: number;
}

/** An annotation of another tool, whatever became of it. */
export interface AnnotationTable {
  project: string;
  /** Names the annotation in all its versions. */
  key: string;
  /** answer: it is a response. gold: it is the true answer of its record. empty: it says nothing. gone: it was deleted. */
  state: 'answer' | 'gold' | 'empty' | 'gone';
  record: number | null;
  /** Id of the response that its last version became. */
  response: string | null;
  /** When the tool last changed it: older versions that come later change nothing. */
  updated_at: number | null;
}

/** An item that was taken out of the pool. It is never edited: one that is put back gets the sequence of its end. */
export interface ExclusionTable {
  project: string;
  item: string;
  person: string;
  /** The change of labels that took it out. */
  sequence: number;
  /** The one that put it back. */
  retracted: number | null;
  created_at: number;
}

/** A project of another tool that is connected, with what it told of itself. */
export interface OutsideProjectTable {
  project: string;
  /** Its number there. */
  number: string;
  /** Address of the tool. */
  hostname: string | null;
  /** Its labelling interface, as the tool writes it. */
  config: string | null;
}
