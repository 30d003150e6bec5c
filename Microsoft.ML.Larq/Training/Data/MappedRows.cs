using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.ML.Larq.Files;

namespace Microsoft.ML.Larq.Training.Data;

/// <summary>Rows in a temporary file: appended first, then read through a mapping. Gone when disposed.</summary>
internal sealed unsafe class MappedRows : IDisposable
{
    private readonly int _features;
    private readonly string _folder;
    private readonly FileStream _file;
    private MemoryMappedFile? _map;
    private MemoryMappedViewAccessor? _view;
    private byte* _start;

    public MappedRows(int features, string folder)
    {
        (_features, _folder) = (features, folder);
        try
        {
            Directory.CreateDirectory(folder);
            _file = NewFile.Create(
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
            throw Refused("made", error);
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
        try
        {
            _file.Write(MemoryMarshal.AsBytes(features));
        }
        catch (IOException error)
        {
            throw Refused("written", error);
        }
    }

    public void Dispose()
    {
        if (_start is not null) _view!.SafeMemoryMappedViewHandle.ReleasePointer();
        _start = null;
        _view?.Dispose();
        _map?.Dispose();
        try
        {
            _file.Dispose();
        }
        catch (IOException)
        {
            // Closing may fail where the disk was full; the rows are not needed any more, and the file is deleted.
        }
    }

    private IOException Refused(string what, Exception error) => new(
        "The rows take more memory than option CacheBudget allows, and the temporary file for them cannot be "
        + $"{what} in '{_folder}': {error.Message}",
        error);

    private void Map()
    {
        try
        {
            _file.Flush();
        }
        catch (IOException error)
        {
            throw Refused("written", error);
        }

        _map = MemoryMappedFile.CreateFromFile(
            _file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }
}
