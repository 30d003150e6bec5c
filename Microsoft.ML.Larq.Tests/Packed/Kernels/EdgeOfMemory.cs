using System.Runtime.InteropServices;

namespace Microsoft.ML.Larq.Tests.Packed.Kernels;

/// <summary>
/// Words between two pages that nobody may read: they end, or begin, where the memory does. Not on Windows.
/// </summary>
internal sealed unsafe partial class EdgeOfMemory : IDisposable
{
    private const int Page = 4096;

    private readonly nint _pages;
    private readonly nuint _length;
    private readonly int _count;

    public EdgeOfMemory(int words, bool atEnd)
    {
        const int Read = 1, Write = 2, Private = 2;
        var anonymous = OperatingSystem.IsMacOS() ? 0x1000 : 0x20;
        var inside = ((words * sizeof(ulong)) + Page) / Page * Page;
        _count = words;
        _length = (nuint)(inside + (2 * Page));
        _pages = Map(0, _length, 0, Private | anonymous, -1, 0);
        if (_pages == -1 || Protect(_pages + Page, (nuint)inside, Read | Write) != 0)
            throw new InvalidOperationException("The system gives no such pages.");
        Pointer = (ulong*)(_pages + Page + (atEnd ? inside - (words * sizeof(ulong)) : 0));
    }

    public ulong* Pointer { get; }

    public Span<ulong> Words => new(Pointer, _count);

    public void Dispose() => _ = Unmap(_pages, _length);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
