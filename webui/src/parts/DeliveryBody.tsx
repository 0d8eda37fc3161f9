// The body of a delivery: indented or raw, cut where it is long, with its size.
import { useMemo, useState } from 'react';
import { copyText } from '../live/clipboard';
import { bodyView, shownAtOnce, size } from '../model/deliveries';
import { plain } from '../model/plain';
import { words } from '../words';
import { Button } from './Button';
import { Ways } from './Field';

const said = words.deliveries.one;

/** Every sign of a body is shown as it is, but for those that would move or hide others. */
export function DeliveryBody({ body, truncated }: { body: string; truncated: boolean }) {
  const [how, setHow] = useState<'pretty' | 'raw'>('pretty');
  const [whole, setWhole] = useState(false);
  const view = useMemo(() => bodyView(body, how, whole), [body, how, whole]);
  return (
    <section className="panel body-panel" aria-label={said.body}>
      <header>
        <h2>{said.body} <span className="muted number">{size(view.bytes)}</span></h2>
        <div className="body-tools">
          <Ways label={said.body} name="body" value={how} onChoose={setHow} options={[{ value: 'pretty', name: said.pretty }, { value: 'raw', name: said.raw }]} />
          <Button onClick={() => void copyText(body)} data-testid="copy-body">{said.copyBody}</Button>
        </div>
      </header>
      <pre className="body-text" tabIndex={0} data-testid="body">{plain(view.text)}</pre>
      {(view.cut || truncated) && (
        <p className="body-cut muted">
          {view.cut ? said.cut(shownAtOnce, size(view.bytes)) : said.cutByServer}
          {view.cut && <Button onClick={() => setWhole(true)}>{said.whole}</Button>}
        </p>
      )}
    </section>
  );
}
