/**
 * Functions with a parser's name that are not in the fuzz table, and why.
 * @module
 */

const TYPED = 'takes what a parser of this table has parsed';
const FIXED = 'reads a fixed number of bytes whose presence its caller has checked';
const LEDGER = 'reads a running ledger for a request; its parameters are hostile input of test/http';
const PAGE =
  'reads a ledger for a page: damage and hostile parameters are the matter of test/http/*pages*; bytes go to a parser of this table';
const OWN = 'reads a file that comes with the programme';
const FOLDER =
  'opens a folder; damage to its files is the matter of test/storage, test/fault and test/unit/verify/audit-damage';
const FILE =
  'bounds the reading (test/unit/node/bounded-file, test/e2e/cli-hostile); what it read goes to a parser of this table';

export const EXEMPT: Readonly<Record<string, string>> = {
  'cli/folder-ledger.ts#openFolder': FOLDER,
  'cli/folder-ledger.ts#readCharter': FOLDER,
  'cli/outside.ts#openRemoteSigners':
    'connects to a signer; what one answers is the matter of test/unit/witness/signer',
  'cli/outside.ts#openWitnesses': FILE,
  'cli/inputs.ts#readEvidence': FILE,
  'cli/inputs.ts#readNamed': FILE,
  'cli/inputs.ts#readToken': FILE,
  'cli/inputs.ts#readTrust': FILE,
  'cli/commands/seal.ts#readRecipients': FILE,
  'cli/participant.ts#openClient': 'makes a client; what a server answers is hostile input of test/http/client-hostile',
  'cli/participant.ts#openParticipant':
    'makes a client; what a server answers is hostile input of test/http/client-hostile',
  'cli/place-flags.ts#openFlagged': FOLDER,
  'cli/place-flags.ts#openTrust': FILE,
  'core/account/sums.ts#readSums': FIXED,
  'core/account/sums.ts#readU64': FIXED,
  'core/account/sums.ts#readU128': FIXED,
  'core/rules/utility-reading.ts#readReport':
    'a rule over a body that its schema has checked: test/property/rules-hostile',
  'federation/chemistry/rdkit.ts#loadRdkit': OWN,
  'federation/dataset/molecules.ts#readMolecules':
    'gives RDKit only what matches a narrow grammar: test/unit/federation',
  'node/audit/folder-files.ts#openFolderFiles': FOLDER,
  'node/auditor/auditor.ts#openAuditor': FOLDER,
  'node/bounded-file.ts#readBoundedFile': FILE,
  'node/bounded-file.ts#readFileStart': FILE,
  'node/static-files.ts#openPlace': FOLDER,
  'node/crypto/key-files.ts#readKeyFile': FILE,
  'node/crypto/key-files.ts#readPrivateKeyFile': FILE,
  'node/crypto/key-files.ts#readPublicKeyFile': FILE,
  'node/monitor/state.ts#loadState': FILE,
  'node/signer-folder.ts#openSignerFolder': FOLDER,
  'report/files/coverage.ts#readCoverage': OWN,
  'server/body.ts#readBody': 'reads a request: test/http',
  'server/submission-body.ts#readSubmission': 'reads a request: test/http; JSON and MessagePack are in the table',
  'server/explorer/assets.ts#readWebBuild': OWN,
  'server/openapi.ts#loadOpenapi': OWN,
  'server/routes/credit.ts#readAward': LEDGER,
  'server/routes/credit.ts#readClaim': LEDGER,
  'server/routes/credit.ts#readCredit': LEDGER,
  'server/routes/credit.ts#readDispute': LEDGER,
  'server/routes/credit.ts#readWindow': LEDGER,
  'server/routes/rounds.ts#readRound': LEDGER,
  'storage/files/copy-store.ts#openCopy': FOLDER,
  'storage/files/copy-store.ts#openCopyStore': FOLDER,
  'storage/files/files-store.ts#openFilesStore': FOLDER,
  'storage/files/stores.ts#openStores': FOLDER,
  'storage/level/database.ts#openDatabase': FOLDER,
  'storage/level/level-error.ts#openError': 'words an error of LevelDB',
  'storage/level/level-error.ts#readError': 'words an error of LevelDB',
  'storage/level/level-index.ts#openLevelIndex': FOLDER,
  'verify/account/credits.ts#readCredits': TYPED,
  'verify/account/evidence.ts#openRecords': TYPED,
  'verify/account/files-succession.ts#readSuccession': FOLDER,
  'verify/bundle.ts#parseEarlier': 'a part of parseBundle and parseAccountStatement, after their schemas',
  'verify/account/files-source.ts#openFilesSource': FOLDER,
  'verify/anchor.ts#openAnchor': TYPED,
  'verify/evidence.ts#openEvidence': TYPED,
  'verify/evidence-file/assemble.ts#openLogNote': 'is parseNote and openCheckpoint, which are in this table',
  'witness/decide.ts#openSubmission':
    'parses the note with parsers of this table; requests are hostile input of test/http',
  'verify/follow/signed-notes.ts#openSignedNote':
    'parseNote and openAnchor, by which every note goes; lies of whole sources: test/fault/copies',
  'web/browser/desk/signing.ts#readEnvelope': FILE,
  'web/log/checkpoints.ts#readCheckpoint': PAGE,
  'web/log/entries.ts#readEntry': PAGE,
  'web/log/trail.ts#readTrail': PAGE,
  'web/pages/institutions/account.ts#readAccount': PAGE,
  'web/pages/record/markers.ts#readEndorsements': PAGE,
  'web/pages/record/markers.ts#readMarkers': PAGE,
};
