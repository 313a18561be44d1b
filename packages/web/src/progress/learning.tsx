import { ClassBalance } from './class-balance.tsx';
import { LabelsSaved } from './labels-saved.tsx';
import { LearningCurve } from './learning-curve.tsx';
import type { ProgressProps } from './progress-page.tsx';

/** How the model has got better, what that has spared, and what it has seen. */
export function Learning({ project, metrics }: ProgressProps) {
  return (
    <>
      <LearningCurve project={project} metrics={metrics} />
      <div className="grid gap-5 md:grid-cols-2">
        <LabelsSaved metrics={metrics} controlShare={project.controlShare} />
        <ClassBalance balance={metrics.classBalance} labels={project.labels} />
      </div>
    </>
  );
}
