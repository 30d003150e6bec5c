using Microsoft.ML.Larq.Tests.Signals;

// A null dereference is caught here, or ends the process: the tests look at what was said and at the exit code.
switch (args)
{
    case ["small"]:
        Threads.Run(() => Small(prepared: false));
        break;
    case ["small", "prepared"]:
        Threads.Run(() => Small(prepared: true));
        break;
    case ["training", var bfloat16, var room]:
        Trainings.Run(bfloat16 == "default" ? null : bool.Parse(bfloat16), asWithTiles: room == "small");
        break;
    case ["threads", var count]:
        ManyThreads.Run(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
        break;
    case ["refused"]:
        Refused.Run();
        break;
    default:
        throw new ArgumentException($"Unknown: {string.Join(' ', args)}.");
}

static void Small(bool prepared)
{
    Console.WriteLine(AlternateStack.ShrinkAsTilesDo() ? "shrunk" : "refused");
    if (prepared) Threads.UseAQuantizer();
    Null.Dereference("small stack");
}
