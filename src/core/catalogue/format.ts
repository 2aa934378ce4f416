/**
 * Codes of malformed bytes: encodings, Merkle proofs, tiles, notes, keys, statements, records, accounts, files.
 * @module
 */
import type { Sentence } from './sentence.ts';

export const FORMAT_CODES = {
  // bytes
  'bad-hex': {
    en: 'Not lower-case hexadecimal of the expected length. Copy the value again, complete and in lower case.',
    ko: '소문자 16진수가 아니거나 길이가 맞지 않습니다. 값 전체를 소문자로 다시 복사하십시오.',
  },
  'bad-base64': {
    en: 'Not canonical base64 (RFC 4648 section 4, padded, no line breaks). Copy the value again, complete and unchanged.',
    ko: '표준 base64(RFC 4648 4절, 패딩 포함, 줄바꿈 없음)가 아닙니다. 값 전체를 그대로 다시 복사하십시오.',
  },
  'bad-base64url': {
    en: 'Not canonical base64url (RFC 4648 section 5, no padding) of the expected length. Copy the value again, complete and unchanged.',
    ko: '표준 base64url(RFC 4648 5절, 패딩 없음)이 아니거나 길이가 맞지 않습니다. 값 전체를 그대로 다시 복사하십시오.',
  },
  'bad-utf8': {
    en: 'Not valid UTF-8. Save the text as UTF-8, or fetch it again.',
    ko: '올바른 UTF-8이 아닙니다. 텍스트를 UTF-8로 저장하거나 다시 받으십시오.',
  },
  'bad-integer': {
    en: 'Not an unsigned integer in its one spelling and range (at most 2^53 - 1 unless said otherwise). Write it without sign, blanks or leading zeros.',
    ko: '정해진 표기와 범위(별도 표시가 없으면 2^53 - 1 이하)의 부호 없는 정수가 아닙니다. 부호, 공백, 앞자리 0 없이 적으십시오.',
  },
  // merkle
  'bad-inclusion-proof': {
    en: 'The inclusion proof does not lead from this leaf to this root. Do not rely on the leaf; fetch the proof again from another source.',
    ko: '포함 증명이 이 리프를 이 루트로 연결하지 않습니다. 이 리프를 신뢰하지 말고 다른 출처에서 증명을 다시 받으십시오.',
  },
  'bad-consistency-proof': {
    en: 'The consistency proof does not show that the larger tree extends the smaller one. Keep both tree heads: they may be evidence of a changed log.',
    ko: '일관성 증명이 큰 트리가 작은 트리를 그대로 이어 간다는 것을 보이지 못합니다. 로그가 변경된 증거일 수 있으므로 두 트리 헤드를 모두 보관하십시오.',
  },
  'bad-tree-range': {
    en: 'An index, node or range that the tree of this size does not have. Check the index against the tree size.',
    ko: '이 크기의 트리에 없는 인덱스, 노드 또는 범위입니다. 인덱스와 트리 크기를 확인하십시오.',
  },
  'bad-compact-range': {
    en: 'Not a compact range: it needs one 32-byte hash for every set bit of the tree size. Rebuild it from the stored tiles.',
    ko: '압축 범위가 아닙니다. 트리 크기의 1인 비트마다 32바이트 해시가 하나씩 있어야 합니다. 저장된 타일에서 다시 만드십시오.',
  },
  // tile
  'bad-tile': {
    en: 'Not a tile of this tree: wrong coordinates, width or number of bytes. Fetch the tile again, at the width of a published size.',
    ko: '이 트리의 타일이 아닙니다. 좌표, 너비 또는 바이트 수가 맞지 않습니다. 공개된 크기의 너비로 타일을 다시 받으십시오.',
  },
  'bad-tile-path': {
    en: 'Not a path of tlog-tiles in its one spelling. Write it like tile/0/x001/067 or tile/entries/000.p/5.',
    ko: 'tlog-tiles의 정해진 표기를 따르는 경로가 아닙니다. tile/0/x001/067 또는 tile/entries/000.p/5처럼 적으십시오.',
  },
  'bad-entry-bundle': {
    en: 'Not an entry bundle: entries of at most 65,535 bytes, each after its 2-byte length, at most 256, with nothing left over. Fetch it again; it may be cut off.',
    ko: '엔트리 번들이 아닙니다. 2바이트 길이 뒤에 65,535바이트 이하의 엔트리가 최대 256개 이어지고 남는 바이트가 없어야 합니다. 잘렸을 수 있으니 다시 받으십시오.',
  },
  // note
  'bad-note': {
    en: 'Not a signed note: text, an empty line, then one signature line or more. Fetch it again; it may be cut off or altered.',
    ko: '서명 노트가 아닙니다. 본문, 빈 줄, 서명 줄이 차례로 있어야 합니다. 잘리거나 바뀌었을 수 있으니 다시 받으십시오.',
  },
  'bad-vkey': {
    en: 'Not a verifier key (name+id+base64) of a known type whose ID fits its name and key. Copy it again from its owner.',
    ko: '이름과 키에 맞는 ID를 가진, 알려진 유형의 검증 키(이름+ID+base64)가 아닙니다. 소유자에게서 다시 복사하십시오.',
  },
  'bad-note-signature': {
    en: 'A signature that claims to be by a known key does not verify. Do not rely on the note; keep it as evidence.',
    ko: '알려진 키의 것이라는 서명이 검증되지 않습니다. 이 노트를 신뢰하지 말고 증거로 보관하십시오.',
  },
  'unverified-note': {
    en: "None of the note's signatures is by a key that this policy knows and this version can check. Check that the policy is the right and current one.",
    ko: '이 정책이 알고 이 버전이 확인할 수 있는 키의 서명이 노트에 없습니다. 정책이 올바르고 최신인지 확인하십시오.',
  },
  'bad-checkpoint': {
    en: 'Not a checkpoint: origin, size and root hash, one a line, and no more lines. Fetch it again from the log.',
    ko: '체크포인트가 아닙니다. 원점 이름, 크기, 루트 해시가 한 줄씩 있고 다른 줄이 없어야 합니다. 로그에서 다시 받으십시오.',
  },
  'bad-cosignature': {
    en: 'Not a timestamped Ed25519 cosignature of 72 bytes with a time up to 2^53 - 1 seconds.',
    ko: '2^53 - 1초 이하의 시각을 가진 72바이트 Ed25519 공동 서명이 아닙니다.',
  },
  'bad-add-checkpoint': {
    en: 'Not a request of tlog-witness: `old <size>`, the proof, an empty line, then the checkpoint, which is not smaller than the old size.',
    ko: 'tlog-witness 요청이 아닙니다. `old <크기>`, 증명, 빈 줄, 체크포인트 순서여야 하고 체크포인트는 이전 크기보다 작을 수 없습니다.',
  },
  'bad-tlog-proof': {
    en: 'Not a tlog-proof (c2sp.org/tlog-proof@v1) without extra data. Fetch the proof again.',
    ko: '추가 데이터 없는 tlog-proof(c2sp.org/tlog-proof@v1)가 아닙니다. 증명을 다시 받으십시오.',
  },
  'bad-policy': {
    en: 'The trust policy breaks a rule of its format at the line named. Correct that line, or obtain the policy again.',
    ko: '신뢰 정책의 표시된 줄이 형식 규칙에 어긋납니다. 그 줄을 고치거나 정책을 다시 받으십시오.',
  },
  // crypto
  'bad-public-key': {
    en: 'Not a public key that may be used: Ed25519, or ECDSA on P-256 or P-384 (uncompressed), as SubjectPublicKeyInfo. Make one with: ledgerline key new.',
    ko: '사용할 수 있는 공개키가 아닙니다. SubjectPublicKeyInfo 형식의 Ed25519 또는 P-256, P-384(비압축) ECDSA 키여야 합니다. ledgerline key new로 만드십시오.',
  },
  'bad-private-key': {
    en: 'Not an unencrypted PKCS#8 PEM key of Ed25519, or ECDSA on P-256 or P-384. Convert it with: openssl pkcs8 -topk8 -nocrypt.',
    ko: '암호화되지 않은 PKCS#8 PEM 형식의 Ed25519 또는 P-256, P-384 ECDSA 키가 아닙니다. openssl pkcs8 -topk8 -nocrypt로 변환하십시오.',
  },
  'key-file-permissions': {
    en: 'The private key file is open to its group or to others. Let only its owner read it: chmod 600.',
    ko: '개인키 파일이 그룹이나 다른 사용자에게 열려 있습니다. 소유자만 읽게 하십시오(chmod 600).',
  },
  'key-file-exists': {
    en: 'There is already something under the name of the new key file. Choose another name; keys are never overwritten.',
    ko: '새 키 파일의 이름에 이미 무언가가 있습니다. 다른 이름을 고르십시오. 키는 덮어쓰지 않습니다.',
  },
  'key-file-access': {
    en: 'The key file cannot be opened, created or read as a small regular file. Check the path and who may access it.',
    ko: '키 파일을 열거나 만들 수 없거나, 작은 일반 파일이 아닙니다. 경로와 접근 권한을 확인하십시오.',
  },
  // statement
  'too-large': { en: 'Larger than this document may be.', ko: '이 문서가 가질 수 있는 크기를 넘었습니다.' },
  'bad-json': {
    en: 'Not JSON, or an object has a member twice.',
    ko: 'JSON이 아니거나 한 객체에 같은 멤버가 두 번 있습니다.',
  },
  'json-not-canonical': {
    en: 'Not canonical JSON (RFC 8785) with safe integers only. Serialise it again with a JCS library.',
    ko: '안전한 정수만 쓰는 표준 JSON(RFC 8785)이 아닙니다. JCS 라이브러리로 다시 직렬화하십시오.',
  },
  'schema-violation': {
    en: 'A field is missing, unknown or of the wrong form; see the schema in schemas/.',
    ko: '필드가 없거나, 알 수 없거나, 형식이 틀립니다. schemas/의 스키마를 보십시오.',
  },
  'unknown-kind': { en: 'This version knows no such statement kind.', ko: '이 버전이 모르는 진술 종류입니다.' },
  'bad-time': { en: 'Not an existing time in the required form.', ko: '요구된 형식의 실제 시각이 아닙니다.' },
  'bad-salt': { en: 'A salt must be 32 random bytes.', ko: '솔트는 무작위 32바이트여야 합니다.' },
  'bad-subject': {
    en: 'The subject does not fit the kind: name the artefact, or the digest of the body.',
    ko: '대상이 진술 종류와 맞지 않습니다. 산출물 이름 또는 본문의 다이제스트를 적으십시오.',
  },
  'bad-possession': {
    en: 'The new key does not prove that its holder has the private key for this institution and ledger.',
    ko: '새 키가 이 기관과 원장에 대한 개인키 보유를 증명하지 못합니다.',
  },
  // disclosure
  'bad-fields': {
    en: 'Not fields that can be sealed: one JSON object with at least one member, none of them named "_sd", "_sd_alg" or "...". Rename the member.',
    ko: '봉인할 수 있는 필드가 아닙니다. 멤버가 하나 이상인 JSON 객체여야 하고 "_sd", "_sd_alg", "..."라는 이름은 쓸 수 없습니다. 멤버의 이름을 바꾸십시오.',
  },
  'bad-sealed': {
    en: 'Not a sealed document: sorted SHA-256 digests under "_sd", and "_sd_alg" with "sha-256". Ask whoever sealed it for the file again.',
    ko: '봉인 문서가 아닙니다. "_sd" 아래에 정렬된 SHA-256 다이제스트가, "_sd_alg"에 "sha-256"이 있어야 합니다. 봉인한 쪽에 파일을 다시 요청하십시오.',
  },
  'bad-disclosure': {
    en: 'Not a disclosure of RFC 9901, or one that does not belong at the place of its digest. Do not rely on what it says; ask for the disclosures again.',
    ko: 'RFC 9901의 공개값이 아니거나 다이제스트의 자리에 맞지 않습니다. 그 내용을 신뢰하지 말고 공개값을 다시 요청하십시오.',
  },
  'disclosure-unknown': {
    en: 'A disclosure whose digest does not stand in the sealed document: it was changed, or belongs to another document. Do not rely on what it says.',
    ko: '다이제스트가 봉인 문서에 없는 공개값입니다. 바뀌었거나 다른 문서의 것이니 그 내용을 신뢰하지 마십시오.',
  },
  'disclosure-repeated': {
    en: 'A disclosure, digest or field name that occurs twice, so that nobody can tell which one counts. Ask for the disclosures again.',
    ko: '공개값, 다이제스트 또는 필드 이름이 두 번 나와 어느 것이 유효한지 알 수 없습니다. 공개값을 다시 요청하십시오.',
  },
  'bad-opening': {
    en: 'Not openings of commitments: for each its value and its salt of 32 bytes in hexadecimal. Ask whoever committed for the file again.',
    ko: '확약의 공개값이 아닙니다. 확약마다 값과 16진수 32바이트 솔트가 있어야 합니다. 확약한 쪽에 파일을 다시 요청하십시오.',
  },
  'not-named': {
    en: 'The recorded statement does not name what was opened: the values belong to another statement, or were changed. Do not rely on them.',
    ko: '기록된 진술에 공개된 값의 확약이 없습니다. 다른 진술의 값이거나 바뀐 값이니 신뢰하지 마십시오.',
  },
  'bad-sealing-key': {
    en: 'Not a key to encrypt to: X25519, or P-256, as PEM, each reader once. Signing keys are not used; make one with: ledgerline key new --purpose seal.',
    ko: '암호화에 쓸 수 있는 키가 아닙니다. PEM 형식의 X25519 또는 P-256 키를 수신자마다 한 번씩 지정하십시오. 서명 키는 쓰지 않습니다. ledgerline key new --purpose seal로 만드십시오.',
  },
  'bad-jwe': {
    en: 'Not an encrypted file of ours, or one that was changed. Do not rely on it; ask the sender for it again.',
    ko: '이 프로그램이 만든 암호화 파일이 아니거나 바뀐 파일입니다. 신뢰하지 말고 보낸 쪽에 다시 요청하십시오.',
  },
  'not-a-recipient': {
    en: 'The file is not encrypted to this key. Use the key whose public part the sender has, or ask the sender to encrypt it to this one.',
    ko: '이 키로 암호화된 파일이 아닙니다. 보낸 쪽이 가진 공개키에 맞는 키를 쓰거나, 이 키로 다시 암호화해 달라고 요청하십시오.',
  },
  'field-unknown': {
    en: 'Nothing is disclosed under this name. Name a field of the disclosures, or one element of it such as scores/0.',
    ko: '이 이름으로 공개된 값이 없습니다. 공개값에 있는 필드나 scores/0처럼 그 한 요소의 이름을 적으십시오.',
  },
  // record
  // account
  'account-id': {
    en: 'Not an account: write "system", an institution id, or "keys/" and an institution id (a-z, 0-9 and "-", at most 64 characters).',
    ko: '계정이 아닙니다. "system", 기관 ID, 또는 "keys/" 뒤에 기관 ID(a-z, 0-9, "-", 최대 64자)를 적으십시오.',
  },
  'account-entry': {
    en: 'The record is not the next one of the account tree. Append the records in the order of their indexes, each once.',
    ko: '계정 트리의 다음 기록이 아닙니다. 기록을 인덱스 순서대로 한 번씩만 추가하십시오.',
  },
  'account-overflow': {
    en: 'A sum of the account tree would leave its range (amounts below 2^128, at most 2^53 - 1 records). Refuse the record.',
    ko: '계정 트리의 합계가 범위(금액은 2^128 미만, 기록은 2^53 - 1개 이하)를 벗어납니다. 이 기록을 거부하십시오.',
  },
  'account-overdrawn': {
    en: 'The account would spend more credit than was ever issued to it. Spend at most the balance.',
    ko: '계정이 지금까지 발급받은 것보다 많은 크레딧을 사용하게 됩니다. 잔액 이내에서 사용하십시오.',
  },
  'account-log': {
    en: 'The stored accounts are not those of one ledger. Rebuild them from the records.',
    ko: '저장된 계정들이 한 원장의 것이 아닙니다. 기록에서 다시 만드십시오.',
  },
  'account-node': {
    en: 'Not a possible leaf or node of the account tree, or not the one asked for. Rebuild the account tree from the records.',
    ko: '계정 트리에 있을 수 없는 리프나 노드이거나 요청한 것이 아닙니다. 기록에서 계정 트리를 다시 만드십시오.',
  },
  'account-path': {
    en: 'Not a possible path of this account through the account tree. Do not rely on it; ask for the proof again.',
    ko: '계정 트리에서 이 계정의 경로가 될 수 없습니다. 신뢰하지 말고 증명을 다시 요청하십시오.',
  },
  'account-root': {
    en: 'The account path leads to another root than the record carries. Do not rely on it; keep both as evidence.',
    ko: '계정 경로가 기록에 담긴 루트와 다른 루트로 이어집니다. 신뢰하지 말고 둘 다 증거로 보관하십시오.',
  },
  'account-entries': {
    en: 'The records shown for the account are not exactly those that the account tree commits to: one is missing, added, moved or changed. Keep them as evidence.',
    ko: '제시된 계정의 기록이 계정 트리가 확정한 기록과 같지 않습니다. 빠지거나, 더해지거나, 옮겨지거나, 바뀐 기록이 있습니다. 증거로 보관하십시오.',
  },
  // verify
  'unknown-version': {
    en: 'The file was made by a later version of Ledgerline than this one. Verify it with a current version.',
    ko: '이 프로그램보다 나중 버전의 Ledgerline이 만든 파일입니다. 최신 버전으로 검증하십시오.',
  },
  'other-policy': {
    en: 'The trust policy is for another log. Verify with the policy of the log that the file names.',
    ko: '다른 로그의 신뢰 정책입니다. 파일이 가리키는 로그의 정책으로 검증하십시오.',
  },
  'too-few-cosignatures': {
    en: "Fewer of the policy's witnesses cosigned the checkpoint than its quorum asks for. Ask for later evidence with their cosignatures.",
    ko: '체크포인트에 공동 서명한 증인이 정책의 정족수보다 적습니다. 증인의 공동 서명이 있는 후속 증거를 요청하십시오.',
  },
  'unchecked-cosignature': {
    en: 'Whether the quorum is met depends on cosignatures that this version cannot check (ML-DSA-44). Verify with a newer version.',
    ko: '정족수 충족 여부가 이 버전이 확인할 수 없는 공동 서명(ML-DSA-44)에 달려 있습니다. 더 새로운 버전으로 검증하십시오.',
  },
  'bundle-records': {
    en: 'The records that the bundle adds are not the right ones, or not in order: first the charter, then amendments with their endorsements; and the events of the author. Ask for the bundle again.',
    ko: '증명 묶음에 딸린 기록이 올바르지 않거나 순서가 틀렸습니다. 헌장, 개정과 그 보증, 그리고 작성 기관의 이력이 차례로 있어야 합니다. 증명 묶음을 다시 요청하십시오.',
  },
  'account-count': {
    en: 'The account tree in the record does not count all records before it (I5). Do not rely on the record; keep it as evidence.',
    ko: '기록에 담긴 계정 트리의 기록 수가 그 앞의 기록 수와 다릅니다(I5). 이 기록을 신뢰하지 말고 증거로 보관하십시오.',
  },
  'account-evidence': {
    en: 'The account statement does not show exactly the records that belong in it: what its credit rests on, the events of every author, the charter, and the last record under the checkpoint. Ask for the statement again.',
    ko: '계정 명세서의 기록이 있어야 할 기록과 다릅니다. 크레딧의 근거, 모든 작성 기관의 이력, 헌장, 체크포인트의 마지막 기록이 빠짐없이, 그것만 있어야 합니다. 명세서를 다시 요청하십시오.',
  },
  stale: {
    en: 'The checkpoint is older than you asked for: what was recorded since is not covered. Fetch a newer account statement.',
    ko: '체크포인트가 요청한 것보다 오래되어 그 뒤의 기록이 반영되지 않았습니다. 더 새로운 계정 명세서를 받으십시오.',
  },
  'later-mismatch': {
    en: 'The later evidence belongs to another checkpoint than the one in the bundle. Ask for evidence from the size of this one.',
    ko: '후속 증거가 증명 묶음의 체크포인트가 아닌 다른 체크포인트의 것입니다. 이 체크포인트의 크기로 후속 증거를 요청하십시오.',
  },
  'artefact-differs': {
    en: 'The artefact is not the one that the record is about. Check that it is the right file.',
    ko: '산출물이 기록의 대상과 다릅니다. 올바른 파일인지 확인하십시오.',
  },
  // tensor
  'bad-safetensors': {
    en: 'Not a well-formed safetensors file: the header and the data do not fit together. Save the model again with a current safetensors library.',
    ko: '올바른 safetensors 파일이 아닙니다. 헤더와 데이터가 서로 맞지 않습니다. 최신 safetensors 라이브러리로 모델을 다시 저장하십시오.',
  },
  unmeasurable: {
    en: 'Updates of this form are not measured: other element types than floats, I32 and I64, or whole weights without their parent. Save the update as a difference in one of these types.',
    ko: '이 형식의 업데이트는 측정할 수 없습니다. 부동소수점, I32, I64가 아닌 원소 형식이거나 부모 모델 없는 전체 가중치입니다. 이들 형식의 차이값으로 저장하십시오.',
  },
  'bad-folder': {
    en: 'The folder has no digest: it is empty, or holds a symbolic link, a special file, or a name with a control character or backslash. Copy plain files into a folder of their own.',
    ko: '폴더의 다이제스트를 계산할 수 없습니다. 비어 있거나, 심볼릭 링크나 특수 파일, 또는 제어 문자나 백슬래시가 든 이름이 있습니다. 일반 파일만 별도 폴더에 복사하십시오.',
  },
  'unreadable-file': {
    en: 'The file cannot be read. Check the path and the permissions.',
    ko: '파일을 읽을 수 없습니다. 경로와 권한을 확인하십시오.',
  },
  'file-changed': {
    en: 'The file or folder changed while it was being read. Wait until nothing writes to it any more and try again.',
    ko: '읽는 동안 파일이나 폴더가 변경되었습니다. 쓰기가 끝난 뒤 다시 시도하십시오.',
  },
  // credit
  'bad-utility-table': {
    en: 'Not a table of utilities as the evaluation plan asks for: signed 32-bit integers, big-endian, in the number and order of its method. Make the table again.',
    ko: '평가 계획이 요구하는 효용 표가 아닙니다. 방법에 맞는 개수와 순서의 부호 있는 32비트 정수(빅 엔디언)여야 합니다. 표를 다시 만드십시오.',
  },
  'shapley-sum': {
    en: 'The Shapley numerators do not add up to what the whole coalition gains, or one is larger than any table gives. Compute them again from the utilities.',
    ko: '샤플리 값의 분자를 모두 더해도 전체 연합의 이득과 같지 않거나, 어떤 효용 표에서도 나올 수 없이 큰 분자가 있습니다. 효용에서 다시 계산하십시오.',
  },
  'bad-credit-input': {
    en: 'No credit can be computed from this: a policy, a weight or a report is out of range, or a report has another number of values than the round has contributions. Correct it.',
    ko: '이 값으로는 크레딧을 계산할 수 없습니다. 정책, 가중치 또는 보고서의 값이 범위를 벗어났거나 보고서의 값 개수가 라운드의 기여 개수와 다릅니다. 바로잡으십시오.',
  },
} as const satisfies Record<string, Sentence>;
