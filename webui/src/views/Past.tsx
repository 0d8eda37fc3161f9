// The board as it was at a moment: read only, aged by that moment, with the player below it.
import { useEffect } from 'react';
import { Instant, useNow, useTitle } from '../live/clock';
import { useCommands } from '../live/commands';
import { board } from '../live/feed';
import { obey, past, pausePast, PastReason, send, useFirst } from '../live/past';
import { useStore } from '../live/store';
import { tabTitle } from '../model/cards';
import { formatMoment } from '../model/past';
import type { RouteOf } from '../model/route';
import { words } from '../words';
import { Button } from '../parts/Button';
import { Empty, Skeleton } from '../parts/Empty';
import { PastBanner } from '../parts/PastBanner';
import { PastBar } from '../parts/PastBar';
import { BoardView } from './Board';

const said = words.past;

export function Past({ filter, at }: { filter: RouteOf<'board'>; at: string }) {
  const state = useStore(past);
  const live = useStore(board);
  const now = useNow();
  const first = useFirst();
  useEffect(() => obey(at), [at]);
  useEffect(() => () => {
    pausePast();
    obey(undefined);
  }, []);
  useTitle(tabTitle(said.title, null));
  useCommands([{ id: 'now', title: said.back, key: 't', run: () => send({ kind: 'leave' }) }]);

  if (first === null || (state.moment === null && state.pending === null && state.board === null && first !== undefined)) {
    return <main className="page"><Empty title={said.none}><p>{said.noneWhy}</p><Button onClick={() => send({ kind: 'leave' })}>{said.back}</Button></Empty></main>;
  }
  const waiting = state.pending !== null && state.shown !== (state.moment && formatMoment(state.moment));
  return (
    <div className="past">
      <PastBanner state={state} now={now} waiting={waiting} />
      <Instant.Provider value={state.head}>
        <PastReason.Provider value={said.reason}>
          {state.board ? <BoardView value={state.board} filter={filter.view === 'wall' ? { ...filter, view: '' } : filter} readOnly /> : <main className="page page-board">{!state.problem && <Skeleton rows={6} tall />}</main>}
        </PastReason.Provider>
      </Instant.Provider>
      {first !== undefined && <PastBar state={state} first={first} now={now} last={live?.position ?? 0} live={live?.deployments ?? []} />}
    </div>
  );
}
