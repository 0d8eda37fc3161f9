// How the page looks and tells times, what it notifies of, and the way out.
import { useEffect, useState } from 'react';
import { api } from '../live/api';
import { signOut } from '../live/entries';
import { askPermission, useFollowedCount, usePermission } from '../live/follow';
import { openOverlay } from '../live/overlay';
import { setTheme, themes, useTheme } from '../live/theme';
import { setTimeStyle, setZone, timeStyles, useTimeStyle, useZone, zones } from '../live/times';
import { plain } from '../model/plain';
import { words } from '../words';
import { Button } from './Button';
import { Radios } from './Choice';
import { Icon } from './Icon';
import { Keys } from './Keys';
import { Pop } from './Pop';

const said = words.shell.display;

function Notifications() {
  const permission = usePermission();
  const followed = useFollowedCount();
  return (
    <div className="display-notes">
      <p><strong>{said.notifications}</strong></p>
      <p className="muted">{said.followed(followed)} {said.permission[permission]}</p>
      {permission === 'default' && <Button onClick={() => void askPermission()}>{said.allow}</Button>}
    </div>
  );
}

/** Who is signed in, asked for when somebody looks. */
function Out() {
  const [actor, setActor] = useState('');
  useEffect(() => {
    let here = true;
    void api.session().then((answer) => here && answer.ok && setActor(answer.value.actor));
    return () => {
      here = false;
    };
  }, []);
  return <Button kind="ghost" onClick={() => void signOut()} data-testid="sign-out"><Icon name="out" />{said.signOut(plain(actor))}</Button>;
}

export function Display() {
  const theme = useTheme();
  const style = useTimeStyle();
  const zone = useZone();
  return (
    <Pop className="button button-ghost square" label={said.title} title={said.title} trigger={<Icon name="sliders" />} heading={said.title} width={280} testid="display">
      {() => (
        <div className="display">
          <Radios label={said.theme} value={theme} options={themes.map((each) => [each, said.themes[each]] as const)} onChoose={setTheme} />
          <Radios label={said.times} value={style} options={timeStyles.map((each) => [each, said.styles[each]] as const)} onChoose={setTimeStyle} />
          <Radios label={said.zone} value={zone} options={zones.map((each) => [each, said.zones[each]] as const)} onChoose={setZone} />
          <Notifications />
          <div className="display-end">
            <Button kind="ghost" onClick={() => openOverlay({ kind: 'shortcuts' })}><Icon name="keyboard" />{words.shell.shortcuts.title}<Keys keys={['?']} /></Button>
            <Out />
          </div>
        </div>
      )}
    </Pop>
  );
}
