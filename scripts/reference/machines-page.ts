/**
 * The page of state machines: tables and diagrams from the machines that the reducers step through, and every deadline.
 * @module
 */
import { AWARD, CONTRIBUTION, DISPUTE, type Machine, ROUND } from '../../src/core/rules/machines.ts';
import { DUTIES } from './duties.ts';
import { type Language, type Said, said } from './kind-text.ts';
import { page, table } from './words.ts';

interface Shown {
  readonly title: Said;
  readonly text: Said;
  readonly machine: Machine<string>;
}

const SHOWN: readonly Shown[] = [
  {
    title: said('Round', '라운드'),
    text: said(
      'Begins with `round-open`. A lineage has at most one round that is open or aggregated. Only a completed round moves the head of the lineage.',
      '`round-open`으로 시작합니다. 계보에는 열려 있거나 집계된 라운드가 하나만 있을 수 있습니다. 완료된 라운드만 계보의 최신 모델을 옮깁니다.',
    ),
    machine: ROUND,
  },
  {
    title: said('Contribution', '기여'),
    text: said(
      'Begins with `contribution`. A resolution that excludes a contribution takes its credit away; its state stays, since what was aggregated stays aggregated.',
      '`contribution`으로 시작합니다. 기여를 제외하는 분쟁 결정은 크레딧만 없앱니다. 집계된 것은 집계된 채로 남으므로 상태는 그대로입니다.',
    ),
    machine: CONTRIBUTION,
  },
  {
    title: said('Award', '배분'),
    text: said(
      'Begins with `award`. An award that was set aside is followed by another for the same window, which names it in `replaces`. A `key` that is revoked with `compromisedSince` starts the time for disputes of every proposed award anew, once an award and institution.',
      '`award`로 시작합니다. 무효가 된 배분 다음에는 같은 구간의 다른 배분이 오며, `replaces`에 이전 배분을 적습니다. `key`가 `compromisedSince`와 함께 폐기되면 확정되지 않은 모든 배분의 이의 제기 기간이 배분마다 기관당 한 번 다시 시작됩니다.',
    ),
    machine: AWARD,
  },
  {
    title: said('Dispute', '분쟁'),
    text: said(
      'Begins with `dispute`. A dispute that nobody resolves in time takes no step: it lapses, and its award can be made final.',
      '`dispute`로 시작합니다. 기한 안에 결정되지 않은 분쟁은 상태가 바뀌지 않고 소멸하며, 그 배분을 확정할 수 있습니다.',
    ),
    machine: DISPUTE,
  },
];

export function machinesPage(language: Language): string {
  const say = (en: string, ko: string): string => said(en, ko)[language];
  return page(language, [
    `# ${say('State machines', '상태 기계')}`,
    say(
      'States are never stored as truth: whoever replays the log derives them (I4). An event is a recorded statement of the [kind](kinds/README.md) that is named, with the outcome in its body where there are several. What a table does not list is refused. The reducers step through these very tables.',
      '상태는 진실로 저장되지 않으며, 로그를 재생하는 누구나 얻습니다(I4). 사건은 적힌 [종류](kinds/README.md)의 진술이 기록되는 것이고, 본문의 결과가 여럿이면 그 결과를 함께 적습니다. 표에 없는 것은 거절됩니다. 규칙은 바로 이 표를 따라 움직입니다.',
    ),
    ...SHOWN.flatMap(({ title, text, machine }) => [
      `## ${title[language]}`,
      text[language],
      diagram(machine),
      table(
        [say('state', '상태'), say('event', '사건'), say('next state', '다음 상태')],
        stepsOf(machine).map(({ state, event, next }) => [
          `\`${state}\``,
          eventCell(event, say('none: an end', '없음: 끝')),
          next && `\`${next}\``,
        ]),
      ),
    ]),
    `## ${say('What happens past each deadline', '기한이 지나면')}`,
    say(
      'A deadline is compared with the time at which a record is recorded, and holds up to and including that instant. Nobody can block: everything that is due has a way on without whoever owes it.',
      '기한은 기록 시각과 비교하며, 그 시각까지 유효합니다. 아무도 막을 수 없습니다. 해야 할 일마다, 맡은 기관이 하지 않아도 나아갈 길이 있습니다.',
    ),
    table(
      [say('set by', '정하는 필드'), say('due', '할 일'), say('past it', '지나면')],
      DUTIES.map(({ fields, due, past }) => [
        fields.map((field) => `\`${field}\``).join(', '),
        due[language],
        past[language],
      ]),
    ),
  ]);
}

interface Step {
  readonly state: string;
  readonly event: string;
  readonly next: string;
}

/** One row an event; a state without events has one row without. */
function stepsOf({ steps }: Machine<string>): Step[] {
  return Object.entries(steps).flatMap(([state, events]) => {
    const rows = Object.entries(events).map(([event, next]) => ({ state, event, next }));
    return rows.length === 0 ? [{ state, event: '', next: '' }] : rows;
  });
}

/** `round-close completed` as the kind and, in brackets, the outcome. */
function eventCell(event: string, none: string): string {
  const [kind, outcome] = event.split(' ');
  if (event === '') return none;
  return `[\`${kind}\`](kinds/${kind}.md)${outcome === undefined ? '' : ` (\`${outcome}\`)`}`;
}

/** A Mermaid diagram; its identifiers have no hyphen. */
function diagram(machine: Machine<string>): string {
  const states = Object.keys(machine.steps);
  const id = (state: string): string => state.replaceAll('-', '_');
  const between = new Map<string, string[]>();
  for (const { state, event, next } of stepsOf(machine)) {
    const arrow = event === '' ? `${id(state)} --> [*]` : `${id(state)} --> ${id(next)}`;
    between.set(arrow, [...(between.get(arrow) ?? []), ...(event === '' ? [] : [event])]);
  }
  const arrows = [...between].map(
    ([arrow, events]) => `${arrow}${events.length === 0 ? '' : `: ${events.join(', ')}`}`,
  );
  const aliases = states.filter((state) => id(state) !== state).map((state) => `state "${state}" as ${id(state)}`);
  return [
    '```mermaid',
    'stateDiagram-v2',
    ...indent([...aliases, `[*] --> ${id(machine.initial)}`, ...arrows]),
    '```',
  ].join('\n');
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `    ${line}`);
}
