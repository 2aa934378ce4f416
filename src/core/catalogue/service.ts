/**
 * Codes of the running ledger: storage, engine, HTTP, command line, demonstration.
 * @module
 */
import { KEY_CODES } from './keys.ts';
import type { Sentence } from './sentence.ts';

export const SERVICE_CODES = {
  ...KEY_CODES,
  // storage
  'object-differs': {
    en: 'Other bytes are stored under this name. Two ledgers may share the folder, or a file was changed: run `ledgerline fsck`.',
    ko: '같은 이름으로 다른 내용이 저장되어 있습니다. 두 원장이 폴더를 함께 쓰거나 파일이 바뀌었을 수 있으니 `ledgerline fsck`를 실행하십시오.',
  },
  'head-conflict': {
    en: 'Another writer has moved the head of the ledger. Only one process may write: stop the other one, then start again.',
    ko: '다른 프로세스가 원장의 헤드를 바꾸었습니다. 쓰기는 한 프로세스만 할 수 있으니 다른 프로세스를 멈춘 뒤 다시 시작하십시오.',
  },
  'bad-object-path': {
    en: 'This path cannot name a stored object. Use the paths of tlog-tiles, such as tile/0/000.',
    ko: '저장 객체의 경로가 될 수 없습니다. tile/0/000과 같은 tlog-tiles 경로를 사용하십시오.',
  },
  'folder-missing': {
    en: 'There is no ledger in this folder. Check the path, or create a ledger with `ledgerline init`.',
    ko: '이 폴더에는 원장이 없습니다. 경로를 확인하거나 `ledgerline init`으로 원장을 만드십시오.',
  },
  'folder-locked': {
    en: 'The folder is already open. One process at a time may open it: stop the other one first.',
    ko: '폴더가 이미 열려 있습니다. 한 번에 한 프로세스만 열 수 있으니 다른 프로세스를 먼저 종료하십시오.',
  },
  'storage-failed': {
    en: 'Storage could not be read or written; after a failed write, nothing more is written until the next start. See the cause, make room or replace the disk, then start again.',
    ko: '저장소를 읽거나 쓰지 못했습니다. 쓰기에 실패하면 다시 시작할 때까지 더 쓰지 않습니다. 원인을 확인하고 공간을 확보하거나 디스크를 교체한 뒤 다시 시작하십시오.',
  },
  'storage-closed': {
    en: 'The store was closed. Open it again.',
    ko: '저장소가 닫혔습니다. 다시 여십시오.',
  },
  'checkpoints-corrupt': {
    en: 'The published checkpoints are damaged or incomplete. Change nothing; run `ledgerline fsck`, or `ledgerline explore` to look at what can still be read, and restore them from a backup or a mirror.',
    ko: '게시된 체크포인트가 손상되었거나 빠져 있습니다. 아무것도 고치지 말고 `ledgerline fsck`를 실행하거나 `ledgerline explore`로 읽을 수 있는 내용을 살펴본 뒤, 백업이나 미러에서 복원하십시오.',
  },
  'index-corrupt': {
    en: 'The index is damaged. It holds derived data only: rebuild it with `ledgerline reindex`.',
    ko: '인덱스가 손상되었습니다. 파생 데이터일 뿐이니 `ledgerline reindex`로 다시 만드십시오.',
  },
  // audit
  'head-missing': {
    en: 'The folder of a ledger has no head record. Restore it from a backup; the published checkpoints tell how far it must reach.',
    ko: '원장 폴더에 헤드 기록이 없습니다. 백업에서 복원하십시오. 어디까지 있어야 하는지는 게시된 체크포인트가 알려 줍니다.',
  },
  'head-differs': {
    en: 'The head record contradicts the records: it names another root, or a generation that cannot be. Compare with a mirror or a backup.',
    ko: '헤드 기록이 기록들과 모순됩니다. 다른 루트나 있을 수 없는 세대를 적고 있습니다. 미러나 백업과 비교하십시오.',
  },
  'object-missing': {
    en: 'A file that the ledger must have is missing. Restore it from a mirror or a backup; the hashes tell whether it is the right one.',
    ko: '원장에 있어야 할 파일이 없습니다. 미러나 백업에서 복원하십시오. 올바른 파일인지는 해시로 확인됩니다.',
  },
  'record-altered': {
    en: 'The stored record is not the one that the tree holds: it was changed after it was recorded. Restore it from a mirror or a backup.',
    ko: '저장된 기록이 트리에 있는 기록과 다릅니다. 기록된 뒤에 바뀌었습니다. 미러나 백업에서 복원하십시오.',
  },
  'tile-differs': {
    en: 'A tile holds other hashes than the records give. Restore it from a mirror or a backup, or compute it again.',
    ko: '타일의 해시가 기록에서 계산한 해시와 다릅니다. 미러나 백업에서 복원하거나 다시 계산하십시오.',
  },
  'root-differs': {
    en: 'A published checkpoint commits to other records than are stored: the history was changed after it was signed (I1). Keep everything as evidence.',
    ko: '게시된 체크포인트가 저장된 것과 다른 기록을 확정하고 있습니다. 서명 뒤에 이력이 바뀌었습니다(I1). 모두 증거로 보관하십시오.',
  },
  'state-differs': {
    en: 'The record carries another account root than the records before it give (I5). Keep everything as evidence.',
    ko: '기록에 담긴 계정 루트가 그 앞의 기록들로 계산한 것과 다릅니다(I5). 모두 증거로 보관하십시오.',
  },
  'credits-missing': {
    en: 'The log ends after a final award or a transfer whose credits do not follow: what was earned is withheld (I6). Ask the operator to complete them.',
    ko: '확정된 배분이나 이전 뒤에 따라야 할 크레딧 없이 로그가 끝났습니다. 얻은 크레딧이 기록되지 않았습니다(I6). 운영자에게 완료를 요청하십시오.',
  },
  'checkpoint-differs': {
    en: 'The file checkpoint is not the last published checkpoint. Nothing is lost while checkpoints/ is whole; compare with a mirror or a witness.',
    ko: 'checkpoint 파일이 마지막으로 게시된 체크포인트가 아닙니다. checkpoints/가 온전하면 잃은 것은 없습니다. 미러나 증인과 비교하십시오.',
  },
  'checkpoint-order': {
    en: 'A published checkpoint is not larger than the one before it. Sizes only rise: keep both as evidence.',
    ko: '게시된 체크포인트가 그 앞의 것보다 크지 않습니다. 크기는 늘기만 해야 하므로 둘 다 증거로 보관하십시오.',
  },
  'checkpoint-origin': {
    en: 'A published checkpoint is of another log than the records or the checkpoints beside it.',
    ko: '게시된 체크포인트가 기록이나 다른 체크포인트와 다른 로그의 것입니다.',
  },
  'checkpoint-beyond': {
    en: 'A published checkpoint covers more records than are stored: the folder was rolled back (I11). Restore the newer state; do not start the ledger.',
    ko: '게시된 체크포인트가 저장된 것보다 많은 기록을 포함합니다. 폴더가 예전 상태로 되돌려졌습니다(I11). 원장을 시작하지 말고 더 새로운 상태를 복원하십시오.',
  },
  'stray-file': {
    en: 'The ledger never wrote this file. Find out who did, then move it out of the folder.',
    ko: '원장이 쓴 적이 없는 파일입니다. 누가 만들었는지 확인한 뒤 폴더 밖으로 옮기십시오.',
  },
  'nothing-published': {
    en: 'No checkpoint is published, so nobody has signed anything yet. Start the ledger and audit again.',
    ko: '게시된 체크포인트가 없어 아직 아무도 서명하지 않았습니다. 원장을 시작한 뒤 다시 감사하십시오.',
  },
  'no-witness': {
    en: 'No witness: others may have been shown another log.',
    ko: '증인 없음: 다른 사람에게는 다른 로그를 보였을 수 있습니다.',
  },
  'replay-stopped': {
    en: 'From here on, records were hashed but not judged by the rules: the state of the rules is unknown after the finding at this place.',
    ko: '이 지점부터는 기록의 해시만 확인하고 규칙은 적용하지 않았습니다. 이 지점의 문제 이후로는 규칙의 상태를 알 수 없습니다.',
  },
  'needs-recovery': {
    en: 'The ledger stopped before it finished writing. Nothing is lost; the next start completes it.',
    ko: '원장이 쓰기를 마치기 전에 멈추었습니다. 잃은 것은 없으며 다음 시작 때 완료합니다.',
  },
  'crash-trace': {
    en: 'Left behind when the ledger stopped, or in use while it runs. It does no harm.',
    ko: '원장이 멈출 때 남았거나 실행 중에 쓰이는 파일입니다. 해가 없습니다.',
  },
  // log
  'head-corrupt': {
    en: 'The head record is damaged. Run audit, or explore to look at the records; restore it from a backup or a mirror.',
    ko: '헤드 기록이 손상되었습니다. audit을 실행하거나 explore로 기록을 살펴보고, 백업이나 미러에서 복원하십시오.',
  },
  'staging-corrupt': { en: 'A staged batch is damaged.', ko: '대기 중인 묶음이 손상되었습니다.' },
  integrity: {
    en: 'What is stored contradicts what was committed. The ledger stops; run audit to find the place, or explore to look at what can still be read.',
    ko: '저장된 내용이 확정된 내용과 다릅니다. 원장을 멈추었습니다. audit으로 위치를 찾거나, explore로 읽을 수 있는 내용을 살펴보십시오.',
  },
  'not-initialised': {
    en: 'There is no ledger here. Run init first.',
    ko: '여기에는 원장이 없습니다. 먼저 init을 실행하십시오.',
  },
  'already-initialised': { en: 'There is a ledger here already.', ko: '여기에는 이미 원장이 있습니다.' },
  'self-check': {
    en: 'Two derivations of one batch differ; nothing was committed. Check the memory of the machine and start again.',
    ko: '같은 묶음을 두 방법으로 계산한 결과가 다릅니다. 아무것도 확정하지 않았습니다. 메모리를 점검한 뒤 다시 시작하십시오.',
  },
  'fork-refused': {
    en: 'A checkpoint signed by this ledger shows more than, or something other than, what is stored. The ledger refuses to go on; ledgerline hydrate brings the newer state back from a mirror.',
    ko: '이 원장이 서명한 체크포인트가 저장된 것보다 많거나 다른 내용을 보입니다. 진행을 거부합니다. ledgerline hydrate로 미러에서 더 새로운 상태를 되살리십시오.',
  },
  'clock-behind': {
    en: 'The clock is more than 300 seconds behind the last record, or it jumped. Set the clock, then start again.',
    ko: '시계가 마지막 기록보다 300초 넘게 늦거나 갑자기 바뀌었습니다. 시계를 맞춘 뒤 다시 시작하십시오.',
  },
  'clock-ahead': {
    en: 'The clock is more than 24 hours ahead of the last record. If it is right, start with --confirm-clock.',
    ko: '시계가 마지막 기록보다 24시간 넘게 앞섭니다. 시계가 맞으면 --confirm-clock으로 시작하십시오.',
  },
  busy: {
    en: 'The ledger has as much in hand as it may keep. Try again after the time given.',
    ko: '처리 중인 양이 한도에 이르렀습니다. 알려 준 시간 뒤에 다시 시도하십시오.',
  },
  stopped: {
    en: 'The ledger stopped before it answered; whether the statement was recorded is unknown. Submit it again: it is recorded once.',
    ko: '원장이 답하기 전에 멈추어 기록 여부를 알 수 없습니다. 다시 제출하십시오. 한 번만 기록됩니다.',
  },
  'disk-low': {
    en: 'The disk of the ledger is nearly full: it answers readers, and takes no statement in until there is room. Make room; no restart is needed.',
    ko: '원장의 디스크가 거의 찼습니다. 읽기에는 답하지만, 공간이 생길 때까지 진술을 받지 않습니다. 공간을 확보하십시오. 다시 시작할 필요는 없습니다.',
  },
  'quorum-missing': {
    en: 'Too few witnesses cosigned the checkpoint; it is not published yet.',
    ko: '체크포인트에 공동 서명한 증인이 모자라 아직 발행하지 않았습니다.',
  },
  // http
  'not-published': {
    en: 'No published checkpoint covers this yet. Ask again shortly.',
    ko: '아직 이것을 포함하는 체크포인트가 발행되지 않았습니다. 잠시 뒤에 다시 요청하십시오.',
  },
  'method-not-allowed': {
    en: 'This path does not know this method; see the header Allow.',
    ko: '이 경로가 지원하지 않는 메서드입니다. Allow 헤더를 보십시오.',
  },
  'bad-request': {
    en: 'The request is malformed: its path, a parameter or a header.',
    ko: '요청의 경로, 매개변수 또는 헤더의 형식이 틀렸습니다.',
  },
  'media-type': {
    en: 'Send application/json, or application/msgpack for a batch, without Content-Encoding.',
    ko: 'Content-Encoding 없이 application/json으로 보내십시오. 묶음은 application/msgpack으로도 보낼 수 있습니다.',
  },
  'bad-msgpack': {
    en: 'Not MessagePack of the required form: one array of envelopes, string keys that occur once, no extension types.',
    ko: '요구된 형식의 MessagePack이 아닙니다. 봉투의 배열 하나여야 하고, 키는 중복 없는 문자열이며 확장 유형을 쓰지 않습니다.',
  },
  'batch-size': {
    en: 'A batch holds 1 to 256 statements. Split it.',
    ko: '한 묶음에는 진술을 1개에서 256개까지 담습니다. 나누어 보내십시오.',
  },
  'reading-token': {
    en: 'Reading this ledger needs its reading token: Authorization: Bearer <token>. Ask the operator for it.',
    ko: '이 원장을 읽으려면 읽기 토큰이 필요합니다(Authorization: Bearer <토큰>). 운영 기관에 요청하십시오.',
  },
  'too-many-streams': {
    en: 'As many event streams are open as the server allows. Poll /checkpoint, or try again later.',
    ko: '서버가 허용하는 만큼의 이벤트 스트림이 이미 열려 있습니다. /checkpoint를 주기적으로 조회하거나 나중에 다시 시도하십시오.',
  },
  'rate-limited': {
    en: 'More was asked in a minute than this server allows an address or an institution. Try again after the time given, or submit in batches.',
    ko: '이 서버가 한 주소나 기관에 1분 동안 허용하는 횟수를 넘었습니다. 알려 준 시간 뒤에 다시 시도하거나 묶음으로 제출하십시오.',
  },
  backlog: {
    en: 'Statements have waited longer than a minute for their receipts. See whether storage or witnesses are slow; nothing accepted is lost.',
    ko: '진술이 영수증을 1분 넘게 기다리고 있습니다. 저장소나 증인이 느린지 확인하십시오. 받아들인 것은 잃지 않습니다.',
  },
  closing: { en: 'The server is shutting down.', ko: '서버를 종료하는 중입니다.' },
  unexpected: {
    en: 'An unexpected error, most likely a fault of the program. Look it up in the log, and report it with the version.',
    ko: '예기치 않은 오류이며 프로그램의 결함일 가능성이 큽니다. 로그를 확인하고 버전과 함께 알려 주십시오.',
  },
  // client
  unreachable: {
    en: 'The ledger cannot be reached. Check the address and the network, then try again.',
    ko: '원장에 연결할 수 없습니다. 주소와 네트워크를 확인한 뒤 다시 시도하십시오.',
  },
  'unexpected-answer': {
    en: 'The answer is not one that a ledger gives. Check the address; a proxy may stand in between.',
    ko: '원장의 답변이 아닙니다. 주소를 확인하십시오. 중간에 프록시가 있을 수 있습니다.',
  },
  'checkpoint-inconsistent': {
    en: 'The ledger shows a history that contradicts the checkpoint seen before. Do not rely on it: keep both checkpoints as evidence and tell the other members.',
    ko: '원장이 이전에 본 체크포인트와 모순되는 이력을 보입니다. 신뢰하지 말고 두 체크포인트를 증거로 보관하여 다른 회원에게 알리십시오.',
  },
  // cli
  usage: { en: 'The command was called wrongly; see --help.', ko: '명령 사용법이 틀렸습니다. --help를 보십시오.' },
  'not-found': { en: 'There is nothing by this name.', ko: '이 이름에 해당하는 것이 없습니다.' },
  'not-permitted': { en: 'Not allowed for this caller.', ko: '허용되지 않은 요청입니다.' },
  'file-not-found': { en: 'The file cannot be read.', ko: '파일을 읽을 수 없습니다.' },
  'file-exists': {
    en: 'There is a file by this name already. Name another one; nothing is overwritten.',
    ko: '같은 이름의 파일이 이미 있습니다. 다른 이름을 지정하십시오. 덮어쓰지 않습니다.',
  },
  'address-taken': {
    en: 'The address cannot be had: something else listens there, or it is not of this machine. Give another --host or --port.',
    ko: '이 주소를 쓸 수 없습니다. 다른 프로그램이 쓰고 있거나 이 기계의 주소가 아닙니다. --host나 --port를 바꾸십시오.',
  },
  'folder-not-empty': {
    en: 'The folder is not empty. Name a new or an empty one.',
    ko: '폴더가 비어 있지 않습니다. 새 폴더나 빈 폴더를 지정하십시오.',
  },
  'bad-config': { en: 'ledgerline.toml cannot be understood.', ko: 'ledgerline.toml을 해석할 수 없습니다.' },
  'bad-signer-record': {
    en: 'The signer record beside the key cannot be read. Make the key with key new, or name the record.',
    ko: '키 옆의 서명자 기록을 읽을 수 없습니다. key new로 키를 만들거나 기록 파일을 지정하십시오.',
  },
  'not-erasable': {
    en: 'Only openings and disclosures are erased, as regular files. Name a *.openings.json, *.disclosures.json, *.disclosures.jwe.json or *.signer.json.',
    ko: '공개값 파일만 삭제할 수 있으며 일반 파일이어야 합니다. *.openings.json, *.disclosures.json, *.disclosures.jwe.json, *.signer.json 중 하나를 지정하십시오.',
  },
  'ledger-unsound': {
    en: 'What the ledger shows contradicts itself, its proofs or its rules: nothing is computed from it. `ledgerline audit` lists every problem.',
    ko: '원장이 보여 준 내용이 그 자체나 증명, 규칙과 어긋나므로 아무것도 계산하지 않습니다. 모든 문제는 `ledgerline audit`로 확인하십시오.',
  },
  'ledger-unjudged': {
    en: 'With this trust policy and this version nobody can tell whether the ledger is right. Name the trust policy of this ledger, or use a newer version.',
    ko: '이 신뢰 정책과 이 버전으로는 원장이 올바른지 판단할 수 없습니다. 이 원장의 신뢰 정책을 지정하거나 새 버전을 쓰십시오.',
  },
  'updates-missing': {
    en: 'Updates of the round are not among the files. Name a folder that holds all of them, or leave the missing ones undecided.',
    ko: '라운드의 업데이트 파일이 모두 있지는 않습니다. 모두 든 폴더를 지정하거나, 없는 것은 결정하지 않은 채로 두십시오.',
  },
  // federation
  'bad-dataset': {
    en: 'The data set cannot be used: it needs a CSV file in UTF-8 with a SMILES column, a column of measured numbers, and enough molecules of both classes.',
    ko: '데이터 세트를 사용할 수 없습니다. SMILES 열과 측정값 열이 있는 UTF-8 CSV 파일이어야 하고, 두 클래스의 분자가 충분히 있어야 합니다.',
  },
  'bad-model': {
    en: "Not a model or update of the demonstration, or its weights leave the range of 32-bit micro-units. Train again from the round's global model.",
    ko: '시연용 모델이나 업데이트가 아니거나 가중치가 32비트 마이크로 단위 범위를 벗어났습니다. 해당 라운드의 글로벌 모델에서 다시 학습하십시오.',
  },
} as const satisfies Record<string, Sentence>;
