"""Rounds into figures: medians, spread, the table and the JSON."""
import json
import statistics



def quiet(rounds):
    """The rounds in which the machine was ours; all of them when fewer than two were."""
    calm = [one for one in rounds if not one.get("noisy")]
    return calm if len(calm) >= 2 else rounds


def paired(ours, peers):
    """Rounds of both sides, without those in which either was disturbed (unless fewer than two would be left)."""
    calm = [pair for pair in zip(ours, peers) if not (pair[0].get("noisy") or pair[1].get("noisy"))]
    pairs = calm if len(calm) >= 2 else list(zip(ours, peers))
    return [a for a, _ in pairs], [b for _, b in pairs], len(ours) - len(calm)


class Figure:
    """One line of the table: ours beside the peer's, each value a list with one entry per round."""

    def __init__(self, name, what, ours, peer, unit, at_least, aim, better="more", rounds=(), noisy=0, skipped=""):
        self.name, self.what, self.unit, self.rounds, self.noisy, self.skipped = name, what, unit, rounds, noisy, skipped
        self.ours, self.peer, self.at_least, self.aim, self.better = ours, peer, at_least, aim, better

    def ratio(self):
        if self.skipped or not self.peer:
            return None
        if len(self.ours) == len(self.peer):
            return statistics.median(a / b for a, b in zip(self.ours, self.peer))
        return statistics.median(self.ours) / statistics.median(self.peer)

    def verdict(self, bound):
        # A bench without a peer is held against its own bound.
        value = self.ratio() if self.peer else statistics.median(self.ours) if self.ours else None
        if self.skipped or value is None:
            return "skipped"
        return "yes" if (value >= bound if self.better == "more" else value <= bound) else "no"

    def line(self):
        def values(all_of_them):
            if not all_of_them:
                return "–"
            return f"{short(statistics.median(all_of_them))} [{short(min(all_of_them))}–{short(max(all_of_them))}]"
        if self.skipped:
            return [self.name, "skipped: " + self.skipped, "", "", "", "", "", ""]
        ratio = self.ratio()
        bound = ("≥ " if self.better == "more" else "≤ ") + f"{self.at_least:g}"
        return [self.name, values(self.ours), values(self.peer), self.unit, "–" if ratio is None else f"{ratio:.3g}", bound,
                self.verdict(self.at_least), self.verdict(self.aim) + (f"  ({self.noisy} noisy rounds)" if self.noisy else "")]

    def write(self, folder):
        def median(values):
            return statistics.median(values) if values else None
        folder.mkdir(parents=True, exist_ok=True)
        text = {"name": self.name, "what": self.what, "ours": median(self.ours), "peer": median(self.peer), "unit": self.unit, "ratio": self.ratio(),
                "at_least": self.at_least, "aim": self.aim, "better": self.better, "met": self.verdict(self.at_least), "skipped": self.skipped,
                "noisy_rounds": self.noisy, "ours_runs": self.ours, "peer_runs": self.peer, "rounds": self.rounds}
        (folder / f"{self.name}.json").write_text(json.dumps(text, indent=1) + "\n")


def short(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def table(figures):
    rows = [["bench", "ours", "peer", "unit", "ratio", "at least", "met", "aim met"]] + [figure.line() for figure in figures]
    widths = [max(len(row[i]) for row in rows if not row[1].startswith("skipped")) for i in range(8)]
    lines = []
    for row in rows:
        lines.append("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    return "\n".join(lines)
