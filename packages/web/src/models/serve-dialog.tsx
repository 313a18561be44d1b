import type { ModelVersion } from '@alaas/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useProjectClient } from '../api/client-context.ts';
import { keys } from '../api/queries.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { messages as common } from '../ui/messages.ts';
import { Problem } from '../ui/problem.tsx';
import { useToasts } from '../ui/toasts.tsx';
import { messages } from './messages.ts';

/** Asks before another version serves: it changes what everybody is asked and told. */
export function ServeDialog(props: {
  readonly project: string;
  readonly version: ModelVersion | 'latest';
  /** The one that serves now. */
  readonly serving: ModelVersion;
  onClose(): void;
}) {
  const { project, version, serving, onClose } = props;
  const { versions: t } = useMessages(messages);
  const { cancel } = useMessages(common);
  const format = useFormat();
  const { say } = useToasts();
  const client = useProjectClient(project);
  const cache = useQueryClient();
  const name = version === 'latest' ? '' : String(version.version);
  const serve = useMutation({
    mutationFn: () => client.serve(version === 'latest' ? 'latest' : version.version),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.progress(project) });
      say(version === 'latest' ? t.followed : t.served(name));
      onClose();
    },
  });
  const fewer = version === 'latest' ? 0 : serving.labels - version.labels;
  return (
    <Dialog title={version === 'latest' ? t.followTitle : t.confirmTitle(name)} onClose={onClose}>
      <div className="grid gap-4">
        <p>{version === 'latest' ? t.followText : t.confirm(name)}</p>
        {fewer > 0 ? <p className="text-warn">{t.older(format.count(fewer))}</p> : null}
        {serve.error === null ? null : <Problem error={serve.error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{cancel}</Button>
          <Button kind="primary" isBusy={serve.isPending} onClick={() => serve.mutate()}>
            {t.serve}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
