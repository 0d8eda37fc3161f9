// Buttons that save what the filters leave, all pages of it, as a file.
import { useState } from 'react';
import type { Query } from '../live/api';
import { download, type Format } from '../live/download';
import { feed } from '../live/feed';
import { complain, tell } from '../live/notices';
import { words } from '../words';
import { Button } from './Button';
import { Icon } from './Icon';

const said = words.records;
type Listed = Exclude<Format, 'text'>;
const names: Record<Listed, string> = { csv: 'CSV', ndjson: 'NDJSON' };

export function Export({ path, query, formats = ['csv', 'ndjson'], disabled = false }: { path: string; query: Query; formats?: readonly Listed[]; disabled?: boolean }) {
  const [busy, setBusy] = useState<Listed | null>(null);
  const run = async (format: Listed): Promise<void> => {
    setBusy(format);
    const answer = await download(path, query, format);
    setBusy(null);
    if (answer.ok) return tell(said.saved(answer.value.name), answer.value.whole ? undefined : said.savedPart);
    if (answer.problem.status === 401) feed.signedOut();
    complain(answer.problem);
  };
  return (
    <div className="exports">
      {formats.map((format) => (
        <Button key={format} busy={busy === format} disabled={disabled || busy !== null} onClick={() => void run(format)} aria-label={said.exportAs(names[format])} title={said.exportAs(names[format])} data-testid={`export-${format}`}>
          <Icon name="download" size={14} />{names[format]}
        </Button>
      ))}
    </div>
  );
}
