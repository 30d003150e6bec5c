using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Larq.Training;

/// <summary>Rows in a temporary file: appended first, then read through a mapping. Gone when disposed.</summary>
internal sealed unsafe class MappedRows : IDisposable
{
    private readonly int _features;
    private readonly FileStream _file;
    private MemoryMappedFile? _map;
    private MemoryMappedViewAccessor? _view;
    private byte* _start;

    public MappedRows(int features, string folder)
    {
        _features = features;
        try
        {
            Directory.CreateDirectory(folder);
            _file = new FileStream(
                Path.Combine(folder, $"larq-rows-{Guid.NewGuid():N}.tmp"),
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.ReadWrite,
                    Share = FileShare.None,
                    BufferSize = 1 << 20,
                    Options = FileOptions.DeleteOnClose,
                });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                "The rows take more memory than option CacheBudget allows, and the temporary file for them cannot be "
                + $"made in '{folder}': {error.Message}",
                error);
        }
    }

    /// <summary>The features of a row; the first read ends appending.</summary>
    public ReadOnlySpan<float> this[int row]
    {
        get
        {
            if (_start is null) Map();
            return new ReadOnlySpan<float>(_start + ((long)row * _features * sizeof(float)), _features);
        }
    }

    public void Append(ReadOnlySpan<float> features)
    {
        if (_map is not null) throw new InvalidOperationException("Rows cannot be added after the first was read.");
        _file.Write(MemoryMarshal.AsBytes(features));
    }

    public void Dispose()
    {
        if (_start is not null) _view!.SafeMemoryMappedViewHandle.ReleasePointer();
        _start = null;
        _view?.Dispose();
        _map?.Dispose();
        _file.Dispose();
    }

    private void Map()
    {
        _file.Flush();
        _map = MemoryMappedFile.CreateFromFile(
            _file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }
}
