import { mayAct, type Role } from '@alaas/core';
import {
  ChartLine,
  FlaskConical,
  type LucideIcon,
  Map as MapIcon,
  PenLine,
  Rocket,
  Scale,
  Settings,
} from 'lucide-react';

/** The pages of a project, in the order of its navigation, and the least role that each is for. */
export const projectPages = [
  { id: 'annotate', icon: PenLine, role: 'annotator' },
  { id: 'progress', icon: ChartLine, role: 'reviewer' },
  { id: 'pool', icon: MapIcon, role: 'reviewer' },
  { id: 'review', icon: Scale, role: 'reviewer' },
  { id: 'compare', icon: FlaskConical, role: 'admin' },
  { id: 'models', icon: Rocket, role: 'reviewer' },
  { id: 'settings', icon: Settings, role: 'admin' },
] as const satisfies readonly { id: string; icon: LucideIcon; role: Role }[];

/** The pages that a role opens. */
export function pagesFor(role: Role): readonly (typeof projectPages)[number][] {
  return projectPages.filter((page) => mayAct(role, page.role));
}
