using System.Globalization;
using OrleansSample;
using OrleansSample.Drills;

const string Usage = """
    Usage: OrleansSample silo MODEL MEMBERS PORT GATEWAY
           OrleansSample client MODEL MEMBERS [SECONDS]
           OrleansSample drill MODEL FOLDER [SECONDS]
           OrleansSample measure MODEL FOLDER [URL]
           OrleansSample table FOLDER

    silo     holds the model and scores rows; until it is told to stop
    client   sends digits to the silos, and says how many answers came and how long they took
    drill    starts two silos, kills one and then the other under load, and fails if a request is lost; each phase of it
             takes SECONDS (2)
    measure  what a row costs: from a silo, from two, from a call without any, and from samples/WebApi at URL
    table    whether the file of members does what Orleans asks of it, with many who write at once

    MODEL    a file of PackedNetwork.Save or of mlContext.Model.Save, for example QuickStart's digits.zip
    MEMBERS  a file that says which silos there are; the first silo makes it
    FOLDER   an empty folder for such a file
    """;

return args switch
{
    ["silo", var model, var members, var port, var gateway] =>
        await SiloHost.Run(model, members, Number(port), Number(gateway)),
    ["client", var model, var members, .. var rest] when rest.Length <= 1 =>
        await ClientRun.Run(model, members, Seconds(rest, 10)),
    ["drill", var model, var folder, .. var rest] when rest.Length <= 1 =>
        await new KillDrill(model, folder).Run(Seconds(rest, 2)),
    ["measure", var model, var folder, .. var rest] when rest.Length <= 1 =>
        await new Measurement(model, folder, rest.FirstOrDefault()).Run(),
    ["table", var folder] => await TableDrill.Run(folder),
    _ => Help(),
};

static int Help()
{
    Console.Error.WriteLine(Usage);
    return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static TimeSpan Seconds(string[] rest, double normally) => TimeSpan.FromSeconds(
    rest is [var text] ? double.Parse(text, CultureInfo.InvariantCulture) : normally);
