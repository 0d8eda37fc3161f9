// Cards that are drawn while they are near the window. Elsewhere blank ones of the same size hold their place, so that
// a thousand cost little and nothing jumps.
import { useEffect, useRef, useState } from 'react';
import type { Card as CardModel } from '../model/cards';
import { Card } from './Card';

const around = '600px 0px'; // how far from the window cards are made ready

interface Props { cards: readonly CardModel[]; first: boolean; whole: boolean; wide: boolean; readOnly: boolean }

/** `first`: likely in the window at once, so it does not wait to be seen. */
export function NearCards({ cards, first, ...look }: Props) {
  const block = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(first);

  useEffect(() => {
    const element = block.current;
    if (!element || !('IntersectionObserver' in window)) return setNear(true);
    const watch = new IntersectionObserver(([entry]) => {
      if (entry) setNear(entry.isIntersecting || element.contains(document.activeElement));
    }, { rootMargin: around });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  return (
    <div ref={block} className="cards">
      {cards.map((card) => (near ? <Card key={card.key} card={card} {...look} /> : <i key={card.key} className="card-blank" />))}
    </div>
  );
}
