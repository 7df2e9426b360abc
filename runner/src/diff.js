// Which lines a changed program has, has not, or has in common with the stored one.

const MOST = 1500; // lines; above that the middle is shown as replaced

/** [[sign, line], …] where sign is " ", "-" or "+", in reading order. */
export function lineDiff(before, after) {
  const old = before.split("\n");
  const now = after.split("\n");
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  const shorter = Math.min(old.length, now.length) - start;
  while (end < shorter && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  return [
    ...old.slice(0, start).map((line) => [" ", line]),
    ...middle(old.slice(start, old.length - end), now.slice(start, now.length - end)),
    ...old.slice(old.length - end).map((line) => [" ", line]),
  ];
}

/** The longest common subsequence, by the table of its lengths from the end. */
function middle(old, now) {
  if (old.length > MOST || now.length > MOST) return [...signed("-", old), ...signed("+", now)];
  const width = now.length + 1;
  const common = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      common[i * width + j] =
        old[i] === now[j]
          ? common[(i + 1) * width + j + 1] + 1
          : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  const result = [];
  let i = 0;
  let j = 0;
  while (i < old.length && j < now.length) {
    if (old[i] === now[j]) {
      result.push([" ", old[i]]);
      i += 1;
      j += 1;
    } else if (common[(i + 1) * width + j] >= common[i * width + j + 1]) {
      result.push(["-", old[i]]);
      i += 1;
    } else {
      result.push(["+", now[j]]);
      j += 1;
    }
  }
  return [...result, ...signed("-", old.slice(i)), ...signed("+", now.slice(j))];
}

const signed = (sign, lines) => lines.map((line) => [sign, line]);

/** The changed lines with `around` lines of context; null stands for lines left out. */
export function hunks(diff, around = 2) {
  const near = diff.map((_, at) =>
    diff.slice(Math.max(0, at - around), at + around + 1).some(([sign]) => sign !== " "),
  );
  const result = [];
  diff.forEach((line, at) => {
    if (near[at]) result.push(line);
    else if (result.at(-1) !== null) result.push(null);
  });
  return result;
}
