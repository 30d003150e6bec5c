using Larq.ModelBuilder.Commands;

namespace Larq.ModelBuilder;

internal static class Program
{
    private static int Main(string[] args)
    {
        using var stop = new StopSignals();
        return LarqCommand.Run(args, Terminal.OfProcess(), stop.Token);
    }
}
