// Choosing what to deploy: one search over branches, tags, releases and commits.
import { useMemo, useState } from 'react';
import { useTargets } from '../live/targets';
import { plain, shortCommit, shortId, subject } from '../model/plain';
import { hint, matching, type Option } from '../model/targets';
import { words } from '../words';
import { Combobox } from './Combobox';
import { Icon, type Sign } from './Icon';
import { Ago } from './Time';

const said = words.deploy;

const signs: Record<Option['kind'], Sign> = { branch: 'branch', tag: 'tag', release: 'box', commit: 'commit', typed: 'search' };

export function optionName(option: Option): string {
  if (option.kind === 'commit') return shortCommit(option.label);
  return option.kind === 'release' ? shortId(option.label) : plain(option.label);
}

/** One thing to deploy, as a row: what it is, what it is called, what is in it, how old. */
export function TargetRow({ option }: { option: Option }) {
  const message = subject(option.message) || (option.kind === 'typed' ? said.asTyped : plain(option.author ?? ''));
  return (
    <span className="target">
      <span className="target-sign"><Icon name={signs[option.kind]} size={14} /></span>
      <span className="target-name"><strong>{optionName(option)}</strong>{hint(option) && <code className="hash">{hint(option)}</code>}</span>
      <span className="target-kind tag">{said.kinds[option.kind]}</span>
      {(message || option.at) && <span className="target-message muted subject">{message}</span>}
      {option.at && <span className="target-age muted"><Ago time={option.at} /></span>}
    </span>
  );
}

export function TargetPicker({ project, first, onTake }: { project: string; first: string; onTake: (option: Option) => void }) {
  const [text, setText] = useState('');
  const { all, loading, problem } = useTargets(project);
  const items = useMemo(() => matching(all, text, first), [all, text, first]);
  return (
    <div className="picker">
      <Combobox
        label={said.what} placeholder={said.placeholder} text={text} onText={setText} items={items} keyOf={(option) => option.id} onTake={onTake}
        show={(option) => <TargetRow option={option} />} status={loading ? said.looking : said.results(items.length)}
        empty={!loading && <p className="options-empty muted">{said.nothing}</p>}
      />
      {loading && <p className="picker-note muted"><span className="tone-busy"><Icon name="ring" size={14} /></span>{said.looking}</p>}
      {problem && <p className="picker-note muted"><span className="tone-warn"><Icon name="alert" size={14} /></span>{said.refsFailed(plain(problem.detail ?? problem.title))}</p>}
    </div>
  );
}
