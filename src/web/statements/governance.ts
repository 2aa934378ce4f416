/**
 * Sentences about statements of governance: who takes part, with which keys and roles, and what was corrected.
 * @module
 */
import { CATALOGUE, isErrorCode } from '../../core/catalogue/catalogue.ts';
import { shortDigest } from '../format.ts';
import { did, recordNamed, some, type Tellings } from './telling.ts';
import { word } from './vocabulary.ts';

export const GOVERNANCE: Tellings<
  | 'charter'
  | 'amendment'
  | 'institution'
  | 'key'
  | 'role'
  | 'endorsement'
  | 'correction'
  | 'withdrawal'
  | 'erasure'
  | 'refusals'
  | 'report'
> = {
  charter: ({ body }) =>
    did(
      `founded this ledger with ${body.founders.length} institutions, under version ${body.rules} of the rules`,
      `규칙 버전 ${body.rules}에 따라 기관 ${body.founders.length}곳과 함께 이 원장을 설립했습니다`,
    ),
  amendment: ({ body }) =>
    did(
      `proposed the amendment ${body.amendment} of the charter`,
      `헌장 개정안 ${body.amendment}의 채택을 제안했습니다`,
    ),
  institution: ({ body: { institution, status, successor = '', class: type } }) => {
    if (status === 'left')
      return did(`recorded that ${institution} left`, `${institution} 기관이 떠났음을 기록했습니다`);
    if (status === 'succeeded')
      return did(
        `recorded that ${successor} took the place of ${institution}`,
        `${successor} 기관이 ${institution} 기관을 승계했음을 기록했습니다`,
      );
    return did(
      `registered ${institution}, ${articleOf(word(type).en)} ${word(type).en}`,
      `${institution} 기관을 참여 기관(${word(type).ko})으로 등록했습니다`,
    );
  },
  key: ({ author, body }) => {
    const whose =
      author === body.institution ? did('its own', '자기 기관의') : did(body.institution, `${body.institution} 기관의`);
    if (body.change === 'enrol')
      return did(`enrolled a signing key of ${whose.en}`, `${whose.ko} 서명 키를 등록했습니다`);
    if (body.change === 'rotate')
      return did(
        `replaced the signing key ${shortDigest(body.replaces)} of ${whose.en} by a new one`,
        `${whose.ko} 서명 키(${shortDigest(body.replaces)})를 새 키로 교체했습니다`,
      );
    const since = body.compromisedSince;
    return did(
      `revoked the signing key ${shortDigest(body.revokes)} of ${whose.en}${since === undefined ? '' : `, which was compromised from record ${since} on`}`,
      `${whose.ko} 서명 키(${shortDigest(body.revokes)})를 폐기했습니다${since === undefined ? '' : `. ${since}번 기록부터 유출된 것으로 봅니다`}`,
    );
  },
  role: ({ body: { institution, role, change } }) =>
    change === 'grant'
      ? did(
          `gave ${institution} the role ${word(role).en}`,
          `${institution} 기관에 ${word(role).ko} 역할을 부여했습니다`,
        )
      : did(
          `ended the role ${word(role).en} of ${institution}`,
          `${institution} 기관의 ${word(role).ko} 역할을 끝냈습니다`,
        ),
  endorsement: ({ body: { subject, meaning } }, references) => {
    const what = recordNamed(subject, references);
    return meaning === 'approval'
      ? did(`approved ${what.en}`, `${what.ko}에 동의했습니다`)
      : did(`stated to have reviewed ${what.en}`, `${what.ko}을 검토했음을 밝혔습니다`);
  },
  correction: ({ body }, references) => {
    const [old, by] = [recordNamed(body.supersedes, references), recordNamed(body.replacement, references)];
    return did(
      `corrected ${old.en}: ${by.en} takes its place`,
      `${old.ko}을 정정했습니다. 이제 ${by.ko}이 그 자리를 대신합니다`,
    );
  },
  withdrawal: ({ body }, references) => {
    const what = recordNamed(body.subject, references);
    return did(`withdrew ${what.en}`, `${what.ko}을 철회했습니다`);
  },
  erasure: ({ body: { subjects, openings } }) =>
    did(
      `attested that it destroyed what opens ${some(openings).en} of ${subjects.length} statements; every proof still holds`,
      `진술 ${subjects.length}건의 ${some(openings).ko} 확약을 여는 값을 파기했음을 밝혔습니다. 모든 증명은 그대로 유효합니다`,
    ),
  refusals: ({ body: { refused, omitted } }) => {
    const codes = some([...new Set(refused.map(({ code }) => code))], 3);
    const count = refused.length + omitted;
    return did(
      `listed ${count} statements that the rules refused (${codes.en})`,
      `규칙에 따라 거절된 진술 ${count}건을 기록했습니다(${codes.ko})`,
    );
  },
  report: ({ body: { report, form, size } }) =>
    did(
      `recorded the report ${report} (${word(form).en}) about the first ${size} records`,
      `처음 ${size}건의 기록에 관한 보고서 ${report}(${word(form).ko})의 다이제스트를 남겼습니다`,
    ),
};

function articleOf(noun: string): string {
  return /^[aeio]/.test(noun) ? 'an' : 'a';
}

/** What a code of a refusal means; the code itself where this version does not know it. */
export function meaningOfCode(code: string) {
  return isErrorCode(code) ? CATALOGUE[code] : did(code, code);
}
