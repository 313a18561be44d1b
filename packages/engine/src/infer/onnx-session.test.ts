import { isAlaasError } from '@alaas/core';
import { expect, test } from 'vitest';
import { firstLine, loadError } from './onnx-session.ts';

test('a device whose libraries are not installed is named with what to do', () => {
  // what ONNX Runtime 1.30 says on a machine without CUDA
  const cause = new Error('OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library');
  const error = loadError('net.onnx', { threads: 1, device: 'cuda' }, cause);
  expect(isAlaasError(error, 'MODEL_DEPENDENCY')).toBe(true);
  expect(error.message).toContain('device: cpu');
  expect(error.cause).toBe(cause);
});

test('a bad file is a bad file on any device', () => {
  const cause = new Error('Load model from net.onnx failed:Protobuf parsing failed.');
  expect(loadError('net.onnx', { threads: 1, device: 'cuda' }, cause).code).toBe('MODEL_INVALID');
  expect(loadError('net.onnx', { threads: 1, device: 'cpu' }, cause).code).toBe('MODEL_INVALID');
});

test('of an error of ONNX Runtime only the point is shown', () => {
  const error = new Error(
    'Load failed:/onnxruntime_src/onnxruntime/core/graph/model.cc:187 onnxruntime::Model::Model(onnx::ModelProto&&, const Options&) ModelProto does not have a graph.\nmore',
  );
  expect(firstLine(error)).toBe('Load failed:ModelProto does not have a graph.');
  expect(firstLine('no point')).toBe('no point.');
});
