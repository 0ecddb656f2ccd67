import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { Provider } from '@haustra/domain';

const SOFTWARE_DRIVER = /swiftshader|lvp|lavapipe/i;

/**
 * Why it is not worth trying this provider here, in words; null where it is. Looks only at files, so that a machine
 * without a graphics processor pays nothing at start. A driver that is only software is no graphics processor.
 */
export function whyNot(provider: Provider): string | null {
  if (provider === 'cuda') return whyNotCuda();
  if (provider === 'webgpu' && process.platform === 'linux') return whyNotVulkan();
  return null;
}

function whyNotCuda(): string | null {
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  const binaries = join(dirname(entry), '..', 'bin', 'napi-v6', process.platform, process.arch);
  const library =
    process.platform === 'win32' ? 'onnxruntime_providers_cuda.dll' : 'libonnxruntime_providers_cuda.so';
  return existsSync(join(binaries, library)) ? null : 'the CUDA libraries of ONNX Runtime are not installed';
}

function whyNotVulkan(): string | null {
  const drivers = vulkanDrivers();
  if (drivers.length === 0) return 'no graphics driver (Vulkan) is installed';
  if (drivers.every((library) => SOFTWARE_DRIVER.test(library)))
    return 'the only graphics driver is a software one';
  const device =
    existsSync('/dev/nvidia0') ||
    existsSync('/dev/dxg') ||
    names('/dev/dri').some((n) => n.startsWith('render'));
  return device ? null : 'no graphics processor was found';
}

/** Libraries of the Vulkan drivers that the loader would consider. */
function vulkanDrivers(): string[] {
  const named = process.env.VK_DRIVER_FILES ?? process.env.VK_ICD_FILENAMES;
  const folders = [
    '/etc/vulkan/icd.d',
    '/usr/share/vulkan/icd.d',
    '/usr/local/share/vulkan/icd.d',
    join(homedir(), '.local/share/vulkan/icd.d'),
  ];
  const files = named
    ? named.split(delimiter)
    : folders.flatMap((folder) => names(folder).map((name) => join(folder, name)));
  return files.flatMap((file) => {
    try {
      const match = /"library_path"\s*:\s*"([^"]+)"/.exec(readFileSync(file, 'utf8'));
      return match?.[1] ? [match[1]] : [];
    } catch {
      return [];
    }
  });
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
