namespace Larq.NativeFix;

/// <summary>What is to be done with a file that was understood.</summary>
internal enum Verdict
{
    /// <summary>It does not ask for the version.</summary>
    NothingToDo,

    /// <summary>It asks for the version, and can do without.</summary>
    AlreadyWeak,

    /// <summary>It insists on the version for nothing: set the flag.</summary>
    MakeWeak,
}
