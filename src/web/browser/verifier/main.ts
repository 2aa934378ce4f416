/**
 * The verifier page: a file and a trust policy go in, one of three verdicts comes out. It asks no network for anything.
 * @module
 */
import '../../styles/theme.css';
import '../../styles/base.css';
import { renderVerification } from '../../../verify/text.ts';
import { verifyBundle } from '../../../verify/verify-bundle.ts';

const proof = fileInput('proof');
const policy = fileInput('policy');
const result = document.createElement('pre');
document.body.append(proof, policy, result);

async function judge(): Promise<void> {
  const [bundle, trust] = [proof.files?.[0], policy.files?.[0]];
  if (bundle === undefined || trust === undefined) return;
  const bytes = async (file: File): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer());
  result.textContent = renderVerification(await verifyBundle(await bytes(bundle), await bytes(trust)), 'en');
}

function fileInput(name: string): HTMLInputElement {
  const input = document.createElement('input');
  input.type = 'file';
  input.name = name;
  input.addEventListener('change', () => void judge());
  return input;
}
