import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useProjectClient } from '../api/client-context.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { messages as common } from '../ui/messages.ts';
import { describeError } from '../ui/problem.tsx';
import { saveFile } from '../ui/save-file.ts';
import { useToasts } from '../ui/toasts.tsx';
import { messages } from './messages.ts';

/** Versions and rounds that one call gives at most. */
const [mostVersions, mostRounds] = [1000, 100] as const;

/** Everything that the page shows, as a file for other programs. */
export function DownloadNumbers({ project: id }: { readonly project: string }) {
  const t = useMessages(messages);
  const { unexpected } = useMessages(common);
  const { warn } = useToasts();
  const client = useProjectClient(id);
  const download = useMutation({
    mutationFn: async () => {
      const [project, metrics, quality, rounds, models] = await Promise.all([
        client.get(),
        client.metrics(),
        client.quality(),
        client.rounds({ limit: mostRounds }),
        client.models({ limit: mostVersions }),
      ]);
      return { at: new Date().toISOString(), project, metrics, quality, rounds, models };
    },
    onSuccess: (numbers) => {
      const json = new Blob([JSON.stringify(numbers, null, 2)], { type: 'application/json' });
      saveFile(json, `${id}-progress.json`);
    },
    onError: (error) => {
      const { code, text } = describeError(error, unexpected);
      warn(`${text} (${code})`);
    },
  });
  return (
    <Button icon={<Download aria-hidden size={18} />} isBusy={download.isPending} onClick={() => download.mutate()}>
      {t.download}
    </Button>
  );
}
