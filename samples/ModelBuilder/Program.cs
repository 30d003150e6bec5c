namespace Larq.ModelBuilder;

/// <summary>The command larq. In a namespace, for other programs are referenced beside it by tests.</summary>
internal static class Program
{
    public static int Main() => 0;
}
