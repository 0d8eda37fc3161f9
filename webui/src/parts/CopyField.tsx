// A line to take elsewhere: an address or a command, with a button that copies it.
import { useRef, useState } from 'react';
import { words } from '../words';
import { Button } from './Button';
import { Icon } from './Icon';

export function CopyField({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  const line = useRef<HTMLElement>(null);

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // Without https there is no clipboard for pages: select the text, so that the keyboard can copy it.
      if (line.current) getSelection()?.selectAllChildren(line.current);
    }
  };

  return (
    <span className="copy">
      <code ref={line}>{text}</code>
      <Button kind="ghost" onClick={() => void copy()} onBlur={() => setCopied(false)} aria-label={words.shell.copy(label)}>
        <Icon name={copied ? 'check' : 'copy'} size={14} />
      </Button>
    </span>
  );
}
