import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useProjectClient } from '../api/client-context.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { Problem } from '../ui/problem.tsx';
import { saveFile } from '../ui/save-file.ts';
import { useToasts } from '../ui/toasts.tsx';
import { messages } from './messages.ts';

/** The version that serves as an ONNX file, alone or behind the model that makes the embeddings. */
export function DownloadModel({ project }: { readonly project: string }) {
  const { take: t } = useMessages(messages);
  const { say } = useToasts();
  const client = useProjectClient(project);
  const download = useMutation({
    mutationFn: (joined: boolean) => client.onnx({ joined }),
    onSuccess: ({ bytes, name }) => {
      saveFile(new Blob([bytes], { type: 'application/octet-stream' }), name);
      say(t.saved(name));
    },
  });
  const { data, variables: isJoinedAsked, isPending, error } = download;
  const icon = <Download aria-hidden size={18} />;
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-2">
        <Button icon={icon} isBusy={isPending && !isJoinedAsked} onClick={() => download.mutate(false)}>
          {t.head}
        </Button>
        <Button icon={icon} isBusy={isPending && isJoinedAsked} onClick={() => download.mutate(true)}>
          {t.joined}
        </Button>
      </div>
      <p className="max-w-prose text-sm text-muted">{t.headHint}</p>
      {error === null ? null : <Problem error={error} />}
      <p aria-live="polite" className="text-warn">
        {data !== undefined && isJoinedAsked && !data.isJoined ? t.notJoined : null}
      </p>
    </div>
  );
}
