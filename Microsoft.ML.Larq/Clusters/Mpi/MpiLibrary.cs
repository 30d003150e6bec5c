using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.Larq.Clusters.Mpi;

/// <summary>The functions of MPI that are used, of either family, on processors of 64 bits.</summary>
/// <remarks>
/// <para>
/// Open MPI's handles are addresses; MPI_COMM_WORLD is that of an exported symbol. Those of MPICH's binary interface,
/// which Intel MPI, MVAPICH and MS-MPI share, are ints of fixed values. Both are passed here as an nint, of which the
/// callee reads the part that it takes; where a handle is written, the place is 8 bytes that were 0.
/// </para>
/// <para>An error within MPI ends all ranks, with MPI's own message: that is what MPI does unless it is asked not to.
/// </para>
/// </remarks>
internal sealed unsafe class MpiLibrary
{
    // MPI_MAX_LIBRARY_VERSION_STRING is 256 in Open MPI and 8192 in MPICH.
    private const int VersionBytes = 8192;

    // MPI_Status takes 24 bytes or fewer in either family.
    private const int StatusBytes = 64;
    private const int Serialized = 2;

    private readonly nint _library;
    private readonly delegate* unmanaged<nint, int, nint, int, int, nint, nint*, int> _send;
    private readonly delegate* unmanaged<nint, int, nint, int, int, nint, nint*, int> _receive;
    private readonly delegate* unmanaged<nint, int, nint, int, int, nint, nint*, int> _sendAndSee;
    private readonly delegate* unmanaged<nint*, int*, byte*, int> _test;

    public MpiLibrary(nint library, string name)
    {
        _library = library;
        IsOpenMpi = NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out var world);
        (World, Byte) = IsOpenMpi
            ? (world, NativeLibrary.GetExport(library, "ompi_mpi_byte"))
            : (0x44000000, 0x4c00010d);
        _send = (delegate* unmanaged<nint, int, nint, int, int, nint, nint*, int>)Find("MPI_Isend");
        _sendAndSee = (delegate* unmanaged<nint, int, nint, int, int, nint, nint*, int>)Find("MPI_Issend");
        _receive = (delegate* unmanaged<nint, int, nint, int, int, nint, nint*, int>)Find("MPI_Irecv");
        _test = (delegate* unmanaged<nint*, int*, byte*, int>)Find("MPI_Test");
        Name = $"{name}: {Version()}";
    }

    /// <summary>The file, and what the library calls itself.</summary>
    public string Name { get; }

    public bool IsOpenMpi { get; }

    /// <summary>All ranks.</summary>
    public nint World { get; }

    /// <summary>The type of a byte.</summary>
    public nint Byte { get; }

    public bool IsInitialized => Flag("MPI_Initialized");

    public bool IsFinalized => Flag("MPI_Finalized");

    /// <summary>Begins; calls come from any thread, one at a time.</summary>
    /// <exception cref="InvalidOperationException">The library does not take calls from several threads.</exception>
    public void Initialize()
    {
        var provided = 0;
        Require("MPI_Init_thread", ((delegate* unmanaged<nint, nint, int, int*, int>)Find("MPI_Init_thread"))(
            0, 0, Serialized, &provided));
        if (provided < Serialized)
            throw new InvalidOperationException($"{Name} cannot be called from several threads in turn.");
    }

    /// <summary>Ends.</summary>
    public void Finish() => ((delegate* unmanaged<int>)Find("MPI_Finalize"))();

    /// <summary>Begins to make a communicator of the same ranks, on which nobody else sends.</summary>
    /// <remarks>An old library that cannot begin it waits for all ranks.</remarks>
    /// <param name="communicator">What it is made of.</param>
    /// <param name="copy">It, once that is done: 8 bytes that were 0.</param>
    /// <param name="request">What is tested.</param>
    /// <returns>Whether it is done already, and there is nothing to test.</returns>
    public bool Duplicate(nint communicator, nint* copy, nint* request)
    {
        const string Begun = "MPI_Comm_idup";
        if (NativeLibrary.TryGetExport(_library, Begun, out var begin))
        {
            Require(Begun, ((delegate* unmanaged<nint, nint*, nint*, int>)begin)(communicator, copy, request));
            return false;
        }

        Require("MPI_Comm_dup", ((delegate* unmanaged<nint, nint*, int>)Find("MPI_Comm_dup"))(communicator, copy));
        return true;
    }

    /// <summary>MPI_Comm_rank or MPI_Comm_size.</summary>
    public int Number(string function, nint communicator)
    {
        var number = 0;
        Require(function, ((delegate* unmanaged<nint, int*, int>)Find(function))(communicator, &number));
        return number;
    }

    public void Send(byte* bytes, int count, int to, int tag, nint communicator, nint* request) =>
        Require("MPI_Isend", _send((nint)bytes, count, Byte, to, tag, communicator, request));

    /// <summary>The same, which is done only once the other rank has taken it.</summary>
    public void SendAndSee(byte* bytes, int count, int to, int tag, nint communicator, nint* request) =>
        Require("MPI_Issend", _sendAndSee((nint)bytes, count, Byte, to, tag, communicator, request));

    public void Receive(byte* bytes, int count, int from, int tag, nint communicator, nint* request) =>
        Require("MPI_Irecv", _receive((nint)bytes, count, Byte, from, tag, communicator, request));

    /// <summary>Whether it is done, after which the request is none any more.</summary>
    public bool Test(nint* request)
    {
        var status = stackalloc byte[StatusBytes];
        var flag = 0;
        Require("MPI_Test", _test(request, &flag, status));
        return flag != 0;
    }

    public void Cancel(nint* request) =>
        Require("MPI_Cancel", ((delegate* unmanaged<nint*, int>)Find("MPI_Cancel"))(request));

    private bool Flag(string function)
    {
        var flag = 0;
        Require(function, ((delegate* unmanaged<int*, int>)Find(function))(&flag));
        return flag != 0;
    }

    private string Version()
    {
        var bytes = stackalloc byte[VersionBytes];
        var length = 0;
        Require("MPI_Get_library_version", ((delegate* unmanaged<byte*, int*, int>)Find("MPI_Get_library_version"))(
            bytes, &length));
        var text = Encoding.ASCII.GetString(bytes, Math.Clamp(length, 0, VersionBytes)).TrimEnd('\0');
        return string.Join(' ', text.Split([' ', '\t', '\n', '\0'], StringSplitOptions.RemoveEmptyEntries).Take(3))
            .TrimEnd(',');
    }

    private nint Find(string function) => NativeLibrary.TryGetExport(_library, function, out var found)
        ? found
        : throw new InvalidOperationException($"The library of Cluster.Mpi has no function '{function}'.");

    private static void Require(string function, int error)
    {
        if (error != 0) throw new InvalidOperationException($"{function} gave the error {error}.");
    }
}
