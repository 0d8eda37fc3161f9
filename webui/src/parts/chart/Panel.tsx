// A chart with its title, its legend, and the same figures as a table.
import { useState, type ReactNode } from 'react';
import { words } from '../../words';
import { Button, Link } from '../Button';
import { Definition } from '../Definition';
import type { Place } from './Frame';

const said = words.metrics;

function Values({ title, places }: { title: string; places: readonly Place[] }) {
  const names = places[0]?.readings.map(({ name }) => name) ?? [];
  return (
    <div className="chart-table" tabIndex={0} role="region" aria-label={said.tableOf(title)}>
      <table>
        <thead><tr><th scope="col">{said.time}</th>{names.map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
        <tbody>
          {[...places].reverse().map((place) => <tr key={place.name}><th scope="row"><Link to={place.to}>{place.name}</Link></th>{place.readings.map(({ name, value }) => <td key={name}>{value}</td>)}</tr>)}
        </tbody>
      </table>
    </div>
  );
}

interface Props { title: string; about: string; definition?: string | undefined; places: readonly Place[]; lacks: string | null; size?: 'wide' | 'narrow'; legend?: boolean; children: ReactNode }

/** `lacks`: why there is nothing to draw. */
export function Panel({ title, about, definition, places, lacks, size, legend = true, children }: Props) {
  const [table, setTable] = useState(false);
  return (
    <section className={`panel chart-panel${size ? ` chart-${size}` : ''}`} aria-label={title}>
      <header>
        <div><h2>{title}<Definition label={said.definition(title)} text={definition} /></h2><p className="muted">{about}</p></div>
        {lacks === null && <Button kind="ghost" aria-pressed={table} onClick={() => setTable(!table)}>{table ? said.chart : said.table}</Button>}
      </header>
      {lacks !== null ? <p className="chart-empty"><span><strong>{said.nothingToDraw}:</strong> {lacks}</span></p> : table ? <Values title={title} places={places} /> : children}
      {lacks === null && legend && <ul className="legend">{places[0]?.readings.map(({ name, mark }) => <li key={name}><i className={`swatch ${mark}`} aria-hidden="true" />{name}</li>)}</ul>}
    </section>
  );
}
