/**
 * Models and updates as safetensors files, so that the demonstration's artefacts are what a real federation exchanges.
 *
 * ```
 * weight   I32 [2048]   micro-units
 * bias     I32 [1]      micro-units
 * __metadata__          format "ledgerline-demo/v1", purpose "global-model" or "update", unit "1e-6"
 * ```
 *
 * I32, because the values are integers that must arrive as they are: F32 holds integers only up to 2^24 (16.8 in model
 * units) and would need a division that rounds; I64 would double the file and make JavaScript read bigints. The
 * metadata tells a person and a parser what the file is; it does not enter the tensor set digest.
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import { InputError } from '../../core/error.ts';
import { formatSafetensors, parseSafetensors, type Tensor } from '../../core/tensor/safetensors.ts';
import { assertMicro, type LinearModel, zeroModel } from './model.ts';

export type ModelPurpose = 'global-model' | 'update';

const FORMAT = 'ledgerline-demo/v1';
const UNIT = '1e-6';

/** The inverse of {@link parseModelFile}. The same model and purpose give the same bytes. */
export function formatModelFile(model: LinearModel, purpose: ModelPurpose): Uint8Array {
  const metadata = new Map([
    ['format', FORMAT],
    ['purpose', purpose],
    ['unit', UNIT],
  ]);
  return formatSafetensors([tensorOf('weight', model.weight), tensorOf('bias', Int32Array.of(model.bias))], metadata);
}

/**
 * The inverse of {@link formatModelFile}: takes exactly its bytes, for the purpose expected.
 * @throws InputError `bad-safetensors` for a malformed file, `bad-model` for any other safetensors file
 */
export function parseModelFile(file: Uint8Array, purpose: ModelPurpose): LinearModel {
  const tensors = new Map(parseSafetensors(file).tensors.map(({ name, bytes }) => [name, bytes]));
  const [bias = 0] = decodeI32(tensors.get('bias'), 1);
  const model = { weight: decodeI32(tensors.get('weight'), zeroModel().weight.length), bias };
  if (equalBytes(formatModelFile(model, purpose), file)) return model;
  throw new InputError(
    'bad-model',
    `model file: not the tensors and metadata of a "${FORMAT}" file, purpose "${purpose}"`,
  );
}

function tensorOf(name: string, values: Int32Array): Tensor {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setInt32(4 * index, value, true);
  return { name, dtype: 'I32', shape: [values.length], bytes };
}

function decodeI32(bytes: Uint8Array | undefined, count: number): Int32Array {
  if (bytes?.length !== 4 * count) throw new InputError('bad-model', `model file: no tensor of ${count} I32 elements`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Int32Array.from({ length: count }, (_, index) => assertMicro(view.getInt32(4 * index, true)));
}
