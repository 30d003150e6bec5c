namespace QuickStart.Display;

/// <summary>Shows how training goes while it runs.</summary>
internal interface ITrainingDisplay
{
    /// <summary>Trains, shows what the log hears, and gives what training gave.</summary>
    T Watch<T>(TrainingLog log, Func<T> train);
}
